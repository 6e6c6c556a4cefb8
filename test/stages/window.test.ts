import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import type { Outcome } from '../support/driver.ts';
import type { Scene } from '../support/scene.ts';
import { says } from '../support/tasks.ts';

/** Writes NAME and the time of the system's clock, in seconds. */
const clock = (name: string): object => ({ shell_exec: `echo ${name} $(date +%s.%N) >> log` });

const TIMED = { pre: [clock('pre')], start: [clock('start')], stop: [clock('stop')] };

async function spans(result: Promise<Outcome & { scene: Scene }>): Promise<{ fromPre: number; fromStart: number }> {
  const { scene } = await result;
  const [pre, start, stop] = await Promise.all(
    ['pre', 'start', 'stop'].map(async (s) => Number(await scene.logged(s))),
  );
  assert.ok(pre !== undefined && start !== undefined && stop !== undefined);
  return { fromPre: stop - pre, fromStart: stop - start };
}

/** A clock that is set while we measure would shift these, and so does a busy machine: a wide margin above. */
function about(seconds: number, expected: number): void {
  assert.ok(seconds >= expected - 0.01, `${seconds} s is shorter than ${expected} s`);
  assert.ok(seconds < expected + 1.5, `${seconds} s is much longer than ${expected} s`);
}

void suite('the window', { concurrency: 4 }, () => {
  for (const [control, seconds] of [
    [{ duration: 0 }, 0],
    [{ duration: 0.5 }, 0.5],
    [{ duration: 0.2, warmup: 0.3 }, 0.5],
    [{ duration: 0.2, delay: 0.3 }, 0.5],
    [{ duration: 0.2, warmup: 0.3, delay: 0.25 }, 0.75],
    [{ duration: 0, warmup: 0.4 }, 0.4],
  ] as const) {
    test(`of ${JSON.stringify(control)} lasts ${seconds} s`, async (t) => {
      const { fromStart } = await spans(measure(t, { config: { exec: TIMED }, request: { control } }));
      about(fromStart, seconds);
    });
  }

  test('begins when start is done', async (t) => {
    const start = [clock('begin'), { shell_exec: 'sleep 0.5' }, clock('start')];
    const { fromStart } = await spans(
      measure(t, { config: { exec: { ...TIMED, start } }, request: { control: { duration: 0.5 } } }),
    );
    about(fromStart, 0.5);
  });

  test('counts from after start when that is said', async (t) => {
    const exec = { ...TIMED, window: { starts: 'after_start' }, start: [{ shell_exec: 'sleep 0.5' }, clock('start')] };
    const { fromStart } = await spans(measure(t, { config: { exec }, request: { control: { duration: 0.5 } } }));
    about(fromStart, 0.5);
  });

  test('that starts at_launch is counted from the start of the driver', async (t) => {
    const exec = { ...TIMED, window: { starts: 'at_launch' }, start: [{ shell_exec: 'sleep 1.6' }, clock('start')] };
    const before = Date.now();
    const result = await measure(t, {
      config: { exec },
      request: { control: { duration: 1.5, warmup: 0.25, delay: 0.25 } },
    });
    const stop = Number(await result.scene.logged('stop'));
    about(stop - before / 1000, 2);
  });

  test('that starts at_launch and is over before start is done is not waited for', async (t) => {
    const exec = { ...TIMED, window: { starts: 'at_launch' }, start: [{ shell_exec: 'sleep 0.6' }, clock('start')] };
    const { fromStart } = await spans(measure(t, { config: { exec }, request: { control: { duration: 0.5 } } }));
    about(fromStart, 0);
  });

  for (const days of [25, 30, 400]) {
    test(`of ${days} days does not end at once`, async (t) => {
      const ticking = { async: true, notify: true, shell_exec: 'sleep 0.3; echo tick; exec sleep 60' };
      const driver = startDriver(t, {
        config: { exec: { start: [ticking], stop: [says('stop')], post: [says('post')] } },
        request: { control: { duration: days * 86_400 } },
      });
      await driver.told(/window/i);
      await driver.told(/tick/);
      driver.signal('SIGTERM');
      const { answer, stderr } = await driver.finished();
      assert.equal(answer.reason, 'cancelled');
      assert.deepEqual(driver.scene.log(), ['post']);
      assert.doesNotMatch(stderr, /Timeout/);
    });
  }

  test('does not wait for a background task in start', async (t) => {
    const { answer } = await measure(t, {
      config: { exec: { start: [{ async: true, exec: ['sleep', '600'] }], stop: [says('stop')] } },
      request: { control: { duration: 0.2 } },
    });
    assert.equal(answer.status, 'ok');
  });
});
