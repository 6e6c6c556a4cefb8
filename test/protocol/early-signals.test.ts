import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite, test } from 'node:test';
import { checkOutput } from '../support/answer.ts';
import { OPEN, startDriver } from '../support/driver.ts';
import { listeningPorts } from '../support/procs.ts';
import { says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const config = { exec: { pre: [says('pre')], start: [says('start')], stop: [says('stop')], post: [says('post')] } };

/** Spread over the span rather than drawn, so that a failure comes again. */
function moments(howMany: number, spanMs: number): number[] {
  return Array.from({ length: howMany }, (_, i) => (i * spanMs) / howMany);
}

void suite('a signal at an early moment', { concurrency: 4 }, () => {
  for (const ms of moments(20, 80)) {
    test(`SIGUSR1 ${ms} ms after the start ends the driver, or is a cancellation that leaves no debugging port open`, async (t) => {
      // A full pipe: the driver cannot get rid of its answer, and so can be looked at.
      const driver = startDriver(t, { config, request: OPEN, reader: 'full' });
      await delay(ms);
      driver.signal('SIGUSR1');
      const ended = driver.ended();
      // Time for a late port to appear; however late, it must go again while the driver still runs.
      await Promise.race([ended, delay(400)]);
      await waitFor('the end of the debugging port', () => listeningPorts(driver.pid).length === 0);
      // Another program has the port: then there is nothing that would tell of the signal, and a caller repeats it.
      if (driver.text().stderr.includes('address already in use')) driver.signal('SIGUSR1');
      driver.stdout.listen();
      const { exitCode, signal } = await ended;
      assert.deepEqual(driver.scene.log(), []);
      // In its first milliseconds Node has no handler, and the system ends it.
      if (signal !== null) {
        assert.equal(signal, 'SIGUSR1');
        assert.equal(driver.text().stdout, '');
        return;
      }
      assert.equal(exitCode, 3);
      assert.equal(checkOutput(driver.text().stdout).answer.reason, 'cancelled');
    });
  }

  for (const signalName of ['SIGUSR1', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    for (const ms of moments(8, 320)) {
      test(`${signalName} ${ms} ms after the start of a short measurement leaves it whole`, async (t) => {
        const driver = startDriver(t, { config, request: { control: { duration: 0.1 } } });
        await delay(ms);
        driver.signal(signalName);
        const { exitCode, signal } = await driver.ended();
        const log = driver.scene.log();
        if (signal !== null) {
          assert.equal(signal, signalName);
          assert.deepEqual(log, [], 'ended by the signal only as long as nothing had begun');
          assert.equal(driver.text().stdout, '');
          return;
        }
        const { answer } = checkOutput(driver.text().stdout);
        assert.equal(answer.status === 'ok' ? undefined : answer.reason, exitCode === 0 ? undefined : 'cancelled');
        assert.equal(exitCode, answer.status === 'ok' ? 0 : 3);
        const done = log.filter((word) => word !== 'post');
        assert.deepEqual(done, ['pre', 'start', 'stop'].slice(0, done.length));
        if (answer.status === 'ok') assert.deepEqual(log, ['pre', 'start', 'stop', 'post']);
        else if (done.length > 0) assert.equal(log.at(-1), 'post', 'whatever had begun is cleaned up');
        assert.ok(log.filter((word) => word === 'post').length <= 1);
        assert.deepEqual(driver.scene.processes(), []);
      });
    }
  }
});
