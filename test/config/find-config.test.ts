import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { findConfig } from '../../src/config/find-config.ts';

const root = mkdtempSync(join(tmpdir(), 'find-config-'));
after(() => {
  rmSync(root, { recursive: true });
});

let folders = 0;

/** A working folder and a servo folder of their own, with these files. */
function scene(files: Readonly<Record<string, string | Buffer>>): { working: string; servo: string } {
  const folder = join(root, String(folders++));
  for (const name of ['working', 'servo']) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { working: join(folder, 'working'), servo: join(folder, 'servo') };
}

suite('the config is', () => {
  test('the file that was asked for, relative to the working folder', async () => {
    const { working, servo } = scene({ 'working/config.yaml': 'a', 'working/other.yaml': 'b' });
    assert.deepEqual(await findConfig('other.yaml', working, servo), {
      ok: true,
      file: 'other.yaml',
      text: 'b',
      warnings: [],
    });
  });

  test('else the one of the working folder', async () => {
    const { working, servo } = scene({ 'working/config.yaml': 'a', 'servo/config.yaml': 'b' });
    const file = join(working, 'config.yaml');
    assert.deepEqual(await findConfig(undefined, working, servo), { ok: true, file, text: 'a', warnings: [] });
  });

  test("else the servo's", async () => {
    const { working, servo } = scene({ 'servo/config.yaml': 'b' });
    const file = join(servo, 'config.yaml');
    assert.deepEqual(await findConfig(undefined, working, servo), { ok: true, file, text: 'b', warnings: [] });
  });
});

test('without a config the places are named', async () => {
  const { working, servo } = scene({});
  assert.deepEqual(await findConfig(undefined, working, servo), {
    ok: false,
    message: `there is no config: looked for ${working}/config.yaml and ${servo}/config.yaml; write one there, or name another file`,
  });
  assert.deepEqual(await findConfig(undefined, servo, servo), {
    ok: false,
    message: `there is no config: looked for ${servo}/config.yaml; write one there, or name another file`,
  });
});

test('a file that was asked for and is not there is not replaced by another', async () => {
  const { working, servo } = scene({ 'working/config.yaml': 'a' });
  assert.deepEqual(await findConfig('no.yaml', working, servo), {
    ok: false,
    message: 'there is no config file no.yaml',
  });
});

test('a name that is empty is no folder', async () => {
  const { working, servo } = scene({ 'working/config.yaml': 'a' });
  assert.deepEqual(await findConfig('', working, servo), {
    ok: false,
    message: 'the name of the config is empty: name a file',
  });
});

suite('a config that is there but cannot be read ends the search', () => {
  test('a folder', async () => {
    const { working, servo } = scene({ 'servo/config.yaml': 'b' });
    mkdirSync(join(working, 'config.yaml'));
    const message = `the config ${working}/config.yaml cannot be read: it is a folder`;
    assert.deepEqual(await findConfig(undefined, working, servo), { ok: false, message });
  });

  test('a link to nothing', async () => {
    const { working, servo } = scene({ 'servo/config.yaml': 'b' });
    symlinkSync('gone.yaml', join(working, 'config.yaml'));
    const message = `the config ${working}/config.yaml cannot be read: it is a symbolic link to nothing`;
    assert.deepEqual(await findConfig(undefined, working, servo), { ok: false, message });
  });

  test('a link to itself', async () => {
    const { working, servo } = scene({ 'servo/config.yaml': 'b' });
    symlinkSync('config.yaml', join(working, 'config.yaml'));
    const message = `the config ${working}/config.yaml cannot be read: its symbolic links go round in a circle`;
    assert.deepEqual(await findConfig(undefined, working, servo), { ok: false, message });
  });

  test('bytes that are not UTF-8', async () => {
    const { working, servo } = scene({ 'working/config.yaml': Buffer.from([0x61, 0xff]), 'servo/config.yaml': 'b' });
    const message = `the config ${working}/config.yaml cannot be read: it is not UTF-8 text`;
    assert.deepEqual(await findConfig(undefined, working, servo), { ok: false, message });
  });

  test('a file without end', async () => {
    const { working } = scene({});
    const message = 'the config /dev/zero cannot be read: it is larger than 16 MiB';
    assert.deepEqual(await findConfig('/dev/zero', working), { ok: false, message });
  });

  test('a name that no file can have', async () => {
    const { working } = scene({});
    const found = await findConfig('a\0b', working);
    assert.match(found.ok ? '' : found.message, /^the config a␀b cannot be read: /);
  });

  test('a file that others may not read', async () => {
    const { working, servo } = scene({ 'working/config.yaml': 'a', 'servo/config.yaml': 'b' });
    chmodSync(join(working, 'config.yaml'), 0o000);
    const message = `the config ${working}/config.yaml cannot be read: permission denied`;
    // Nothing is forbidden to root, so it becomes somebody else for a while.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      assert.deepEqual(await findConfig(undefined, working, servo), { ok: false, message });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});

test('a byte order mark is not part of the text', async () => {
  const { working, servo } = scene({ 'working/config.yaml': '\uFEFFa' });
  const found = await findConfig(undefined, working, servo);
  assert.equal(found.ok && found.text, 'a');
});

test('a file that everybody may write is read with a warning', async () => {
  const { working, servo } = scene({ 'working/config.yaml': 'a' });
  const file = join(working, 'config.yaml');
  for (const [mode, warned] of [
    [0o644, false],
    [0o664, false],
    [0o646, true],
    [0o666, true],
  ] as const) {
    chmodSync(file, mode);
    const found = await findConfig(undefined, working, servo);
    const warning = `${file}: warning: every user of the machine may write this file, and so what is run; \`chmod o-w\` it`;
    assert.deepEqual(found, { ok: true, file, text: 'a', warnings: warned ? [warning] : [] });
  }
});
