import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskError } from '../../src/text/mask-error.ts';
import { createMasker } from '../../src/text/mask.ts';

const masker = createMasker(['hunter2']);

test('a bug tells no secret, neither in its message nor in its stack trace', () => {
  for (const error of [
    new Error('Internal error: hunter2'),
    new DOMException('hunter2'),
    new TypeError('no hunter2'),
  ]) {
    maskError(error, masker);
    assert.match(error.message, /\*\*\*/);
    assert.match(error.stack ?? '', /\*\*\*/);
    assert.doesNotMatch(`${String(error)} ${error.message} ${error.stack ?? ''}`, /hunter2/);
  }
});

test('a bug without a secret stays as it is', () => {
  const error = new Error('Internal error: nothing');
  const { message, stack } = error;
  maskError(error, masker);
  assert.deepEqual([error.message, error.stack], [message, stack]);
});
