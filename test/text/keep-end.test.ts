import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keepEnd } from '../../src/text/keep-end.ts';

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

test('a text that fits stays as it is', () => {
  assert.equal(keepEnd('as it is', 100), 'as it is');
});

test('of a text that is too long the end is kept, with a word of what was left out', () => {
  assert.equal(keepEnd('0123456789'.repeat(10), 40), '[83 bytes left out]\n34567890123456789');
});

test('what was left out before counts too, and the headline stays', () => {
  assert.equal(keepEnd('end', 100, { headline: 'task:\n', omittedBytes: 12 }), 'task:\n[12 bytes left out]\nend');
});

test('any text comes out within the limit, as its own end, and never with half a character', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(anyText, fc.integer({ min: 60, max: 300 }), (text, limit) => {
      const kept = keepEnd(text, limit);
      assert.ok(jsonBytes(kept) <= limit);
      const end = kept === text ? text : kept.slice(kept.indexOf('\n') + 1);
      assert.ok(text.endsWith(end));
      assert.doesNotMatch(kept, /\p{Cs}/u);
    }),
  );
});
