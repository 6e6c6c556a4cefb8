import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { killDriver } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import { openScene, type TestLife } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { family, IGNORE_SIGNALS, says, stays } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

/** A background task that is ready by a file that it writes when the test lets it. */
const byFile = (ready: object = {}): object => ({
  name: 'server',
  async: true,
  shell_exec: 'echo up >> log; read -r go < gate; echo ready >> log; echo > flag; exec sleep 600',
  ready: { file: 'flag', interval: '20ms', ...ready },
});

/** A port of this machine at which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

async function listening(test: TestLife): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => void server.close());
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { port: address.port, close: () => void server.close() };
}

void suite('ready', { concurrency: 4 }, () => {
  test('holds the stage until a background task is ready', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const driver = startDriver(scene, { config: { exec: { start: [byFile(), says('next')] } } });
    await scene.logged('up');
    await open();
    const { answer } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['up', 'ready', 'next']);
    assert.deepEqual(scene.processes(), []);
  });

  test('holds the stage after the success of another task', async (t) => {
    const scene = openScene(t);
    const writer = {
      async: true,
      shell_exec: 'until grep -q done log; do sleep 0.01; done; echo flag >> log; echo > flag',
    };
    const { answer } = await measure(scene, {
      config: { exec: { pre: [writer, { ...says('done'), ready: { file: 'flag', interval: '10ms' } }, says('next')] } },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['done', 'flag', 'next']);
  });

  test('waits for a port, with a host or without', async (t) => {
    const { port } = await listening(t);
    const { answer } = await measure(t, {
      config: {
        exec: {
          pre: [
            { exec: ['/bin/true'], ready: { port } },
            { exec: ['/bin/true'], ready: { port: `localhost:${port}` } },
            { exec: ['/bin/true'], ready: { port: '${env:THE_PORT}' } },
          ],
        },
      },
      env: { THE_PORT: String(port) },
    });
    assert.equal(answer.status, 'ok', answer.message);
  });

  test('waits for a request with a good status', async (t) => {
    let asked = 0;
    const url = await serve(t, (_request, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 204).end();
    });
    const { answer } = await measure(t, {
      config: {
        exec: { pre: [{ exec: ['/bin/true'], ready: { http: { url, success_codes: 204 }, interval: '10ms' } }] },
      },
    });
    assert.equal(answer.status, 'ok', answer.message);
    assert.equal(asked, 3);
  });

  test('waits for a line that a task prints, on either stream, also an unfinished one', async (t) => {
    for (const print of ['echo "listening on 80"', 'echo "listening on 80" >&2', 'printf "well: listening on 80"']) {
      const { answer, scene } = await measure(t, {
        config: {
          exec: {
            start: [
              {
                async: true,
                shell_exec: `echo starting; printf 'liste'; sleep 0.1; printf 'x\\n'; ${print}; exec sleep 600`,
                ready: { output: 'listening on \\d+$' },
              },
              says('next'),
            ],
          },
        },
      });
      assert.equal(answer.status, 'ok', answer.message);
      assert.deepEqual(scene.log(), ['next']);
    }
  });

  test('waits for a line across chunks', async (t) => {
    const shell_exec = 'printf "now liste"; sleep 0.1; printf "ning\\n"; exec sleep 600';
    const { answer } = await measure(t, {
      config: { exec: { start: [{ async: true, shell_exec, ready: { output: '^now listening$', timeout: 5 } }] } },
    });
    assert.equal(answer.status, 'ok', answer.message);
  });

  test('waits for a command that ends with 0, one at a time', async (t) => {
    const look = 'echo look >> log; [ $(grep -c look log) -ge 3 ]';
    const { answer, scene } = await measure(t, {
      config: {
        exec: { pre: [{ exec: ['/bin/true'], ready: { exec: ['/bin/sh', '-c', look], interval: '10ms' } }] },
      },
    });
    assert.equal(answer.status, 'ok', answer.message);
    assert.deepEqual(scene.log(), ['look', 'look', 'look']);
  });

  test('fails the task that is not ready in time, and tells what was found last', async (t) => {
    const port = await freePort();
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          start: [
            {
              name: 'server',
              async: true,
              shell_exec: `echo no config found >&2; ${family('server')}`,
              ready: { port, timeout: '300ms', interval: '50ms' },
            },
            says('next'),
          ],
          post: [says('post')],
        },
      },
    });
    assert.equal(answer.reason, 'not-ready');
    assert.match(
      answer.message,
      /start task "server": not ready within 300ms: waited for port \d+; no connection \(ECONNREFUSED\)/,
    );
    assert.match(answer.message, /no config found/);
    assert.deepEqual(scene.log().slice(1), ['post']);
    assert.deepEqual(scene.processes(), []);
  });

  test('fails a task that succeeded and did not become ready', async (t) => {
    const { answer } = await measure(t, {
      config: { exec: { pre: [{ name: 'copy', exec: ['/bin/true'], ready: { file: 'no', timeout: '100ms' } }] } },
    });
    assert.equal(answer.reason, 'not-ready');
    assert.match(
      answer.message,
      /pre task "copy": not ready within 100ms: waited for the file no; there is no such file/,
    );
  });

  test('passes over it where the task says so', async (t) => {
    const { answer } = await measure(t, {
      config: {
        exec: { pre: [{ exec: ['/bin/true'], ignore_exitcode: true, ready: { file: 'no', timeout: '50ms' } }] },
      },
    });
    assert.equal(answer.status, 'ok');
    assert.match(String(answer.annotations['exec.ignored']), /not ready within 50ms/);
  });

  test('tries again, with nothing left of the attempt before', async (t) => {
    const shell_exec = `echo try >> log; [ $(grep -c try log) = 2 ] && echo > flag; ${IGNORE_SIGNALS} echo $$ >> pids; sleep 600 & wait`;
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          start: [
            {
              async: true,
              retries: 1,
              stop_grace_period: 0,
              shell_exec,
              ready: { file: 'flag', timeout: '400ms', interval: '20ms' },
            },
            { shell_exec: 'kill -0 $(head -1 pids) || echo gone >> log' },
          ],
        },
      },
    });
    assert.equal(answer.status, 'ok', answer.message);
    assert.deepEqual(scene.log(), ['try', 'try', 'gone']);
  });

  for (const [how, code] of [
    ['well', 0],
    ['badly', 7],
  ] as const) {
    test(`fails a background task at once that ends ${how} while it is waited for`, async (t) => {
      const { answer, scene } = await measure(t, {
        config: {
          exec: {
            start: [
              {
                name: 'server',
                async: true,
                shell_exec: `sleep 600 & echo $! > child; echo cannot bind; exit ${code}`,
                ready: { file: 'no', timeout: '10m' },
              },
              says('next'),
            ],
          },
        },
      });
      assert.equal(answer.reason, code === 0 ? 'not-ready' : 'task-failed');
      assert.match(answer.message, code === 0 ? /ended before it was ready/ : /exit code 7/);
      assert.match(answer.message, /cannot bind/);
      assert.deepEqual(scene.log(), []);
      assert.ok(!isAlive(Number(scene.read('child'))));
    });
  }

  test('is apart from the timeout of the task', async (t) => {
    const scene = openScene(t);
    const { answer } = await measure(scene, {
      config: {
        exec: {
          pre: [
            { shell_exec: '(sleep 0.5; echo > flag) & :', timeout: '300ms', ready: { file: 'flag', interval: '20ms' } },
          ],
        },
      },
    });
    assert.equal(answer.status, 'ok', answer.message);
  });

  test('ends with a cancellation, at once, and the task is stopped after post', async (t) => {
    const scene = openScene(t);
    const driver = startDriver(scene, {
      config: {
        exec: {
          start: [{ async: true, shell_exec: stays('server'), ready: { exec: ['/bin/sh', '-c', stays('look')] } }],
          post: [{ shell_exec: 'kill -0 $(sed -n "s/ready server //p" log) && echo post >> log' }],
        },
      },
    });
    await scene.logged('ready server');
    await scene.logged('ready look');
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    assert.equal(scene.log().at(-1), 'post');
    assert.deepEqual(scene.processes(), []);
  });

  test('leaves nothing behind when the driver is killed while it looks', async (t) => {
    const scene = openScene(t);
    const look = { exec: ['/bin/sh', '-c', stays('look')] };
    const driver = startDriver(scene, {
      config: { exec: { pre: [{ exec: ['/bin/true'], ready: look }], post: [says('post')] } },
    });
    const pid = Number(await scene.logged('ready look'));
    await killDriver(driver);
    await waitFor('the end of the look', () => !isAlive(pid));
    await scene.empty();
    assert.equal(scene.log().at(-1), 'post');
  });

  test('gives up on a regular expression that takes too long, and the driver goes on', async (t) => {
    const { answer } = await measure(t, {
      config: {
        exec: {
          start: [
            {
              async: true,
              shell_exec: `echo ${'a'.repeat(60)}; exec sleep 600`,
              ready: { output: '^(a+)+!$', timeout: '500ms' },
            },
          ],
        },
      },
    });
    assert.equal(answer.reason, 'not-ready');
    assert.match(answer.message, /the regular expression takes too long/);
  });

  test('does not see what an attempt before has printed', async (t) => {
    const shell_exec = 'echo x >> log; [ $(grep -c x log) = 1 ] && { echo ready; exit 1; }; exec sleep 600';
    const { answer } = await measure(t, {
      config: {
        exec: { start: [{ async: true, retries: 1, shell_exec, ready: { output: '^nothing$', timeout: '300ms' } }] },
      },
    });
    assert.equal(answer.reason, 'not-ready');
  });
});
