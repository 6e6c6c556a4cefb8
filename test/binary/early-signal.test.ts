import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { before, after, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { OPEN, startDriver } from '../support/driver.ts';
import { MEASURE, skipExecutables } from '../support/executables.ts';
import { listeningPorts } from '../support/procs.ts';
import { says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const DEBUGGING_PORT = 9229;

void suite('where another program has the debugging port', { concurrency: 4, skip: skipExecutables }, () => {
  const server = createServer();
  before(async () => {
    await new Promise((resolve) => {
      // Where it cannot be had, another program has it.
      server.once('error', resolve);
      server.listen(DEBUGGING_PORT, '127.0.0.1', () => {
        resolve(undefined);
      });
    });
  });
  after(() => server.close());

  for (let ms = 0; ms < 40; ms += 2) {
    test(`a SIGUSR1 ${String(ms)} ms after the start is not lost, and leaves no port open`, async (t) => {
      const config = { exec: { pre: [says('pre')] } };
      // A full pipe: the driver cannot get rid of its answer, and so can be looked at.
      const driver = startDriver(t, { command: [MEASURE], config, request: OPEN, reader: 'full' });
      await delay(ms);
      driver.signal('SIGUSR1');
      const ended = driver.ended();
      // Time for a late port to appear.
      await Promise.race([ended, delay(400)]);
      await waitFor('the end of the debugging port', () => listeningPorts(driver.pid).length === 0);
      driver.stdout.listen();
      const { exitCode, signal } = await ended;
      assert.deepEqual(driver.scene.log(), []);
      // In its first milliseconds Node has no handler, and the system ends it.
      if (signal === null) assert.equal(exitCode, 3, driver.text().stderr);
      else assert.equal(signal, 'SIGUSR1');
    });
  }
});
