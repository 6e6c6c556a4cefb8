import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { openScene } from '../support/scene.ts';

const ROUNDS = 200;
const PROCESSES = 3;

/** A process that opens the state folder below each path that it is told, and says how that went. */
const OPENS = `
  const { createInterface } = await import('node:readline');
  const { openStateFolder } = await import('./src/state/state-folder.ts');
  console.log('ready');
  for await (const path of createInterface({ input: process.stdin })) {
    const found = openStateFolder(path, {});
    console.log(found.ok ? 'opened' : found.why);
  }`;

function opener(t: TestContext): { tell: (path: string) => void; said: () => Promise<unknown> } {
  const args = ['--import', 'tsx', '--input-type=module', '-e', OPENS];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    tell: (path) => child.stdin.write(`${path}\n`),
    said: () => lines.next().then(({ value }) => value as unknown),
  };
}

void test('several that make the state folder and those above it at the same time all get it', async (t) => {
  const { folder } = openScene(t);
  const openers = Array.from({ length: PROCESSES }, () => opener(t));
  await Promise.all(openers.map((one) => one.said()));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const one of openers) one.tell(join(folder, `above-${String(round)}`, 'between', 'state'));
    const said = await Promise.all(openers.map((one) => one.said()));
    assert.deepEqual(said, Array<string>(PROCESSES).fill('opened'), `round ${String(round)}`);
  }
});
