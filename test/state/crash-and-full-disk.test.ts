import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { processState } from '../support/procs.ts';
import { waitFor } from '../support/wait.ts';
import { readKept, runFolder, type Kept } from './support.ts';

const MODULE = new URL('../../src/state/output-store.ts', import.meta.url).href;

/** A program that opens a store in a folder and does with its `sink` what the code says. */
function program(folder: string, outputBytes: number, code: string): string[] {
  const opening = `
    import { OutputStore } from ${JSON.stringify(MODULE)};
    const troubles = [];
    const store = new OutputStore({
      runFolder: ${JSON.stringify(folder)},
      keep: { outputBytes: ${outputBytes}, totalBytes: 2 ** 40 },
      onTrouble: (message) => troubles.push(message),
    });
    const sink = store.sink({ stage: 'pre', index: 0, label: 'x' }, 'stdout');`;
  return ['--import', 'tsx', '--input-type=module', '-e', `${opening}\n${code}`];
}

/** A number in each line, from 0 on, in pieces that do not end with a line. */
const NUMBERS_FOR_EVER = `
  let text = '';
  for (let i = 0; ; i += 1) {
    text += i + '\\n';
    if (text.length < 3000) continue;
    sink.write(Buffer.from(text.slice(0, 2999)));
    text = text.slice(2999);
  }`;

test('whenever the driver is stopped short, what is kept is one piece of the stream and the mark is true', async (t) => {
  const folder = runFolder(t);
  const path = join(folder, 'output', 'pre-0-x.stdout');
  const child = spawn(process.execPath, program(folder, 20_000, NUMBERS_FOR_EVER), { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await waitFor('the first segments', () => readKept(path).leftOutBytes > 0);
  for (let look = 0; look < 100; look += 1) {
    // What one sees now is what would be left by a SIGKILL.
    child.kill('SIGSTOP');
    await waitFor('its standstill', () => processState(child.pid ?? 0)?.state === 'T');
    checkNumbers(readKept(path));
    child.kill('SIGCONT');
    await waitFor('its going on', () => processState(child.pid ?? 0)?.state !== 'T');
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  checkNumbers(readKept(path));
});

function checkNumbers({ leftOutBytes, end }: Kept): void {
  const [part = '', ...lines] = end.toString().split('\n');
  const first = Number(lines[0]);
  const whole = lines.slice(0, -1).map((_, i) => String(first + i));
  assert.deepEqual(lines.slice(0, -1), whole);
  assert.ok(String(first + whole.length).startsWith(lines.at(-1) ?? '?'));
  assert.ok(String(first - 1).endsWith(part));
  assert.equal(leftOutBytes + part.length + 1, bytesBefore(first));
}

/** What the lines of 0 up to this number take. */
function bytesBefore(number: number): number {
  let bytes = 2 * Math.min(number, 10);
  for (let digits = 2; 10 ** (digits - 1) < number; digits += 1) {
    bytes += (digits + 1) * (Math.min(number, 10 ** digits) - 10 ** (digits - 1));
  }
  return bytes;
}

test('a full disk ends the file, is told once, and throws nothing', (t) => {
  const folder = runFolder(t);
  const code = `
    const chunk = Buffer.alloc(65_536, 'x');
    for (let i = 0; i < 100; i += 1) sink.write(chunk);
    store.sink({ stage: 'pre', index: 1, label: 'y' }, 'stdout')?.write(chunk);
    store.close();
    const { statSync } = await import('node:fs');
    const { size } = statSync(${JSON.stringify(join(folder, 'output', 'pre-0-x.stdout'))});
    console.log(JSON.stringify({ size, troubles }));`;
  // The disk is gone with the name space that this process has for itself.
  const inOwnSpace = (command: string, ...args: string[]): ReturnType<typeof spawnSync> =>
    spawnSync('unshare', ['--user', '--map-root-user', '--mount', '/bin/sh', '-c', command, 'sh', ...args]);
  const mount = `mount -t tmpfs -o size=1m none '${folder}'`;
  if (inOwnSpace(mount).status !== 0) {
    t.skip('there may be no disk mounted here');
    return;
  }
  const ended = inOwnSpace(`${mount} && exec "$@"`, process.execPath, ...program(folder, 2 ** 30, code));
  assert.equal(String(ended.stderr), '');
  const { size, troubles } = JSON.parse(String(ended.stdout)) as { size: number; troubles: string[] };
  assert.ok(size > 500_000 && size <= 2 ** 20, String(size));
  assert.deepEqual(troubles, [
    'output is not kept, beginning with pre-0-x.stdout: ENOSPC: no space left on device, write',
  ]);
});
