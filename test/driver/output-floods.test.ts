/** Whatever a task prints, and however much: memory stays flat, and the message stays text. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { waitFor } from '../support/wait.ts';

/** What the driver may take more than it does for a task that prints nothing. */
const MOST_MORE_BYTES = 64 * 1024 * 1024;
const GIGABYTE = 1e9;

const FLOODS = {
  lines: 'yes a line',
  'no newline': 'cat /dev/zero | tr "\\0" x',
  'bytes that are no UTF-8': 'cat /dev/zero | tr "\\0" "\\377"',
} as const;

void suite('a gigabyte of', { concurrency: 1 }, () => {
  for (const [what, code] of Object.entries(FLOODS)) {
    for (const task of [{}, { notify: true }]) {
      test(`${what} takes no more memory than nothing does${'notify' in task ? ', with notify' : ''}`, async (t) => {
        const quiet = await peakBytes(t, { shell_exec: 'true' });
        const shell_exec = `{ ${code}; } 2>/dev/null | head -c ${String(GIGABYTE)}`;
        const loud = await peakBytes(t, { shell_exec, ...task });
        assert.ok(loud < quiet + MOST_MORE_BYTES, `${loud} bytes, and ${quiet} for nothing`);
      });
    }
  }
});

test('a flood from background tasks does not hold up what is beside them, and ends with them', async (t) => {
  const load = { async: true, shell_exec: 'echo ready >> log; exec yes' };
  const until = { shell_exec: 'until grep -q ready log; do sleep 0.01; done' };
  const { answer, scene } = await measure(t, {
    config: { exec: { start: [load, load, until] } },
    request: { control: { duration: 1 } },
  });
  assert.equal(answer.status, 'ok');
  assert.deepEqual(scene.processes(), []);
});

/** The most that the driver has held in memory at once. */
async function peakBytes(t: Parameters<typeof startDriver>[0], task: object): Promise<number> {
  const driver = startDriver(t, {
    config: { exec: { pre: [task, { shell_exec: 'echo measured >> log; read x < gate' }] } },
  });
  const open = driver.scene.gate('gate');
  await waitFor('the end of the flood', () => driver.scene.log().includes('measured'), { limitMs: 120_000 });
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${driver.pid}/status`, 'latin1'))?.[1];
  await open();
  assert.equal((await driver.finished()).answer.status, 'ok');
  return Number(peak) * 1024;
}

void suite('the message of a failed task that printed', { concurrency: 2 }, () => {
  for (const [what, code] of Object.entries(FLOODS)) {
    test(`${what} is text, and short`, async (t) => {
      const shell_exec = `{ ${code}; } 2>/dev/null | head -c 1000001; exit 7`;
      const { answer, stdout } = await measure(t, { config: { exec: { pre: [{ shell_exec, notify: true }] } } });
      assert.match(answer.message, /exit code 7/);
      assert.ok(answer.message.length < 10_000);
      assert.equal(Buffer.from(stdout, 'utf8').toString('utf8'), stdout);
    });
  }
});
