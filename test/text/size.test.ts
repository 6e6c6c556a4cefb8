import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSize, parseSize } from '../../src/text/size.ts';

const PARSED = {
  '0': 0,
  '1000000': 1_000_000,
  '1KiB': 1024,
  '100MiB': 104_857_600,
  '1.5 GiB': 1_610_612_736,
  '500KB': 500_000,
  '2MB': 2_000_000,
  '1GB': 1_000_000_000,
  '0.0001KB': 0,
} as const;
for (const [text, bytes] of Object.entries(PARSED)) {
  test(`"${text}" is ${bytes} bytes`, () => {
    assert.equal(parseSize(text), bytes);
  });
}

for (const text of ['', '-1', '1.5', '100mb', '100M', '1TiB', 'MiB', '1e3', '1MiB5KiB', '1,5GB', 'NaN']) {
  test(`"${text}" is no size`, () => {
    assert.equal(parseSize(text), undefined);
  });
}

const FORMATTED = [
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [4096, '4 KiB'],
  [1_600_000, '1.5 MiB'],
  [2 ** 31, '2 GiB'],
] as const;
for (const [bytes, text] of FORMATTED) {
  test(`${bytes} bytes are shown as ${text}`, () => {
    assert.equal(formatSize(bytes), text);
  });
}
