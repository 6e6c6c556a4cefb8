import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { createMasker, type Masker } from '../../src/text/mask.ts';
import { isTooShort } from '../../src/text/secret-forms.ts';

/** The text through a stream, in chunks of these sizes and the rest in one. */
function streamed(masker: Masker, bytes: Buffer, sizes: readonly number[]): Buffer {
  const stream = masker.stream();
  const parts: Buffer[] = [];
  let at = 0;
  for (const size of sizes) parts.push(Buffer.from(stream.write(bytes.subarray(at, (at += size)))));
  parts.push(Buffer.from(stream.write(bytes.subarray(at))), stream.end());
  return Buffer.concat(parts);
}

suite('a masked text', () => {
  const masked = (secrets: readonly string[], text: string): string => createMasker(secrets).text(text);

  test('shows *** for each secret', () => {
    assert.equal(masked(['hunter2'], 'password=hunter2, again hunter2'), 'password=***, again ***');
  });

  test('hides the longest of secrets that begin in the same way', () => {
    assert.equal(masked(['hunter', 'hunter2hunter'], 'hunter2hunter hunter2'), '*** ***2');
  });

  test('hides secrets that overlap or touch as one', () => {
    assert.equal(masked(['abcd', 'cdef'], '<abcdef> <cdefabcd> <abcdabcd>'), '<***> <***> <***>');
    assert.equal(masked(['aaaa'], 'aaaaaaa baaa'), '*** baaa');
  });

  test('hides each line of a secret of several lines, and not those under 4 characters', () => {
    assert.equal(masked(['first line\nabc\r\n  second line  \n'], 'first line|abc|second line'), '***|abc|***');
  });

  test('hides no secret under 4 characters, and says so', () => {
    assert.equal(createMasker(['abc', '', '\n']).isEmpty, true);
    for (const secret of ['', '   ', 'abc', ' abc \n', 'long enough\nabc']) assert.ok(isTooShort(secret), secret);
    for (const secret of ['abcd', '😀😀😀😀', 'line one\n\nline two\n']) assert.ok(!isTooShort(secret), secret);
  });

  test('hides what is percent-encoded, in whole or in part, with digits of either case', () => {
    const secret = "p@ss w/rd:'ö+1'";
    const encodings = [
      encodeURIComponent(secret),
      encodeURIComponent(secret).replaceAll(/%../g, (escape) => escape.toLowerCase()),
      new URLSearchParams([['', secret]]).toString().slice(1),
      new URL(`http://h/?${secret}`).search.slice(1),
      new URL(`http://h/${secret}`).pathname.slice(1),
      [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    ];
    for (const encoded of encodings) assert.equal(masked([secret], `x=${encoded}&y`), 'x=***&y', encoded);
  });

  test('hides what is escaped in JSON', () => {
    const secret = 'say "ö\\/<ß>\u2028&"\ttoday';
    const plain = JSON.stringify(secret).slice(1, -1);
    const ascii = plain.replaceAll(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const forHtml = plain.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
    for (const escaped of [plain, ascii, ascii.replaceAll('/', '\\/'), forHtml.replaceAll('\u2028', '\\u2028')]) {
      assert.equal(masked([secret], `{"a":"${escaped}"}`), '{"a":"***"}', escaped);
    }
  });

  test('hides what a URL became of in JSON', () => {
    const secret = 'a"b\\c ö';
    for (const part of ['search', 'pathname'] as const) {
      const text = JSON.stringify(new URL(`http://h/${part === 'search' ? '?' : ''}${secret}`)[part].slice(1));
      assert.equal(masked([secret], text), '"***"', text);
    }
  });

  test('hides what a server read as Latin-1', () => {
    assert.equal(masked(['schlüssel'], Buffer.from('schlüssel').toString('latin1')), '***');
  });

  test('hides a very long secret, too', () => {
    const long = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(97 + ((i * i) % 26))).join('');
    assert.equal(masked([long], `<${long}>`), '<***>');
  });
});

suite('an object like those of JSON', () => {
  test('has its strings masked, and stays the very same where there are none to mask', () => {
    const masker = createMasker(['hunter2']);
    const clean = { kind: 'a', list: [1, null, { text: 'x' }] };
    assert.equal(masker.deep(clean), clean);
    const held = { kind: 'a', list: [1, undefined, { text: 'my hunter2' }], other: clean };
    assert.deepEqual(masker.deep(held), { kind: 'a', list: [1, undefined, { text: 'my ***' }], other: clean });
  });

  test('keeps the values of keys that hold words of ours', () => {
    const event = { type: 'stop-it', detail: { text: 'stop-it' } };
    assert.deepEqual(createMasker(['stop-it']).deep(event, new Set(['type'])), {
      type: 'stop-it',
      detail: { text: '***' },
    });
  });
});

suite('a masked stream', () => {
  test('holds back only what may be the beginning of a secret', () => {
    const stream = createMasker(['hunter2', 'tiger']).stream();
    const shown = ['the hun', 'gry hunter', '2 and a t', 'iger h%7', '5nter2 %', ' 5%6'].map((chunk) =>
      stream.write(Buffer.from(chunk)).toString(),
    );
    assert.deepEqual(shown, ['the ', 'hungry ', '*** and a ', '*** ', '*** ', '% 5']);
    assert.equal(stream.end().toString(), '%6');
  });

  test('can be used on after its end', () => {
    const stream = createMasker(['hunter2']).stream();
    stream.write(Buffer.from('hunt'));
    assert.equal(stream.end().toString(), 'hunt');
    assert.equal(stream.write(Buffer.from('hunter2')).toString(), '***');
  });

  test('that was cut short does not show the beginning of a secret', () => {
    const stream = createMasker(['hunter2']).stream();
    for (const [text, end] of [
      ['a hunter', '***'],
      ['a hunt', '***'],
      ['a hun', 'hun'],
      ['a hunter2', ''],
    ] as const) {
      stream.write(Buffer.from(text));
      assert.equal(stream.end(true).toString(), end, text);
    }
  });

  test('leaves bytes that are no UTF-8 as they are', () => {
    const bytes = Buffer.from([0xff, 0xfe, ...Buffer.from('hunter2'), 0xc3, 0x00, 0x80]);
    const expected = Buffer.from([0xff, 0xfe, ...Buffer.from('***'), 0xc3, 0x00, 0x80]);
    assert.deepEqual(streamed(createMasker(['hunter2']), bytes, [1, 1, 1, 3]), expected);
  });

  test('hands chunks on as they are when there is nothing to hide', () => {
    const chunk = Buffer.from('x');
    const masker = createMasker([]);
    assert.equal(masker.stream().write(chunk), chunk);
    assert.equal(createMasker(['hunter2']).stream().write(chunk).buffer, chunk.buffer);
    assert.equal(masker.deep(chunk), chunk);
  });

  test('holds back little of an endless repetition', () => {
    const stream = createMasker(['abab', 'baba-']).stream();
    const bytes = Buffer.from('ab'.repeat(10_000));
    const shown = Array.from({ length: 100 }, () => stream.write(bytes).toString()).join('');
    assert.equal(shown + stream.end().toString(), '***');
  });
});

/** Few different letters, so that secrets overlap, repeat, begin within each other and look like escapes. */
const LETTERS = fc.constantFrom('a', 'b', '4', '1', '%', '6', ' ', '"', 'ö', '\n');
const SECRETS = fc.array(fc.string({ unit: LETTERS, minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 4 });
const SIZES = fc.array(fc.nat(6), { maxLength: 40 });

/** A text made of secrets, of pieces of them and of anything else; some of it percent-encoded. */
function textWith(secrets: readonly string[]): fc.Arbitrary<string> {
  const piece = fc
    .tuple(fc.constantFrom(...secrets), fc.nat(9), fc.nat(9))
    .map(([secret, from, to]) => secret.slice(Math.min(from, to), Math.max(from, to)));
  const part = fc.oneof(fc.constantFrom(...secrets), piece, fc.string({ unit: LETTERS, maxLength: 4 }));
  const encoded = fc.tuple(part, fc.nat(7)).map(([text, pick]) => {
    const bytes = [...Buffer.from(text)];
    const hex = bytes.map((byte, at) =>
      (pick >> (at % 3)) & 1 ? `%${byte.toString(16).padStart(2, '0')}` : undefined,
    );
    return Buffer.concat(bytes.map((byte, at) => Buffer.from(hex[at] ?? [byte]))).toString();
  });
  return fc.array(fc.oneof(part, encoded), { maxLength: 8 }).map((parts) => parts.join(''));
}

const caseWith = (secrets: typeof SECRETS): fc.Arbitrary<Case> =>
  secrets.chain((some) => fc.record({ secrets: fc.constant(some), text: textWith(some), sizes: SIZES }));

interface Case {
  readonly secrets: readonly string[];
  readonly text: string;
  readonly sizes: readonly number[];
}

function linesOf(secrets: readonly string[]): string[] {
  const lines = secrets.flatMap((secret) => secret.split('\n')).map((line) => line.trim());
  return lines.filter((line) => /.{4}/su.test(line));
}

test('however a text is cut into chunks, it is masked like the whole', () => {
  fc.assert(
    fc.property(caseWith(SECRETS), ({ secrets, text, sizes }) => {
      const masker = createMasker(secrets);
      assert.equal(streamed(masker, Buffer.from(text), sizes).toString(), masker.text(text));
    }),
    { numRuns: 5000 },
  );
});

test('no masked text has a secret in it, encoded or not, and nothing but secrets is hidden', () => {
  // Half an escape that is left of a text beside a secret could make another one of what follows.
  const withoutPercent = SECRETS.map((secrets) => secrets.map((secret) => secret.replaceAll('%', 'a')));
  fc.assert(
    fc.property(caseWith(withoutPercent), ({ secrets, text }) => {
      const shown = createMasker(secrets).text(text);
      const lines = linesOf(secrets);
      for (const seen of [shown, percentDecoded(shown)])
        assert.ok(
          lines.every((line) => !seen.includes(line)),
          shown,
        );
      const hidden = [text, percentDecoded(text)].some((seen) => {
        return lines.some((line) => [line, line.replaceAll(' ', '+')].some((form) => seen.includes(form)));
      });
      if (!hidden && !/["ö]/.test(text)) assert.equal(shown, text);
    }),
    { numRuns: 5000 },
  );
});

test('bytes of any kind are masked in chunks as in one', () => {
  fc.assert(
    fc.property(SECRETS, fc.uint8Array({ maxLength: 200 }), SIZES, (secrets, bytes, sizes) => {
      const masker = createMasker(secrets);
      assert.deepEqual(streamed(masker, Buffer.from(bytes), sizes), streamed(masker, Buffer.from(bytes), []));
    }),
  );
});

/** As far as it is encoded; what is no escape stands for itself. */
function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  );
}
