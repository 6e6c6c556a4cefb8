import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LastLines } from '../../src/reporters/live/last-lines.ts';

const LOAD = { stage: 'start', index: 0, label: 'load' } as const;

function lastOf(...chunks: readonly string[]): string {
  const lines = new LastLines();
  for (const chunk of chunks) lines.take(LOAD, Buffer.from(chunk));
  return lines.of(LOAD);
}

void suite('the last line of a task', () => {
  test('is the last one with something in it, whether it has an end or not', () => {
    assert.equal(lastOf('one\ntwo\n\n \n'), 'two');
    assert.equal(lastOf('one\ntw', 'o'), 'two');
    assert.equal(lastOf('10%\r', '20%\r'), '20%');
    assert.equal(lastOf('x'.repeat(5000), '\nend'), 'end');
    assert.equal(lastOf(), '');
  });

  test('is safe to show, without colours', () => {
    assert.equal(lastOf('\u0007\u001b[31mred\u001b[0m and \ttab'), '␇red and   tab');
    assert.equal(lastOf('half \u001b'), 'half ␛');
  });

  test('is forgotten with its task', () => {
    const lines = new LastLines();
    lines.take(LOAD, Buffer.from('x'));
    lines.forget(LOAD);
    assert.equal(lines.of(LOAD), '');
  });
});
