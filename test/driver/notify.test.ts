import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import type { Outcome } from '../support/driver.ts';
import { serve } from '../support/service.ts';
import { openScene } from '../support/scene.ts';

function messageWith({ progress }: Outcome, words: string): string {
  const found = progress.find(({ message }) => message?.includes(words));
  assert.ok(found?.message, `no message has "${words}"`);
  return found.message;
}

void suite('notify', { concurrency: 4 }, () => {
  test('sends what a task printed on standard output and standard error', async (t) => {
    const outcome = await measure(t, {
      config: { exec: { pre: [{ notify: true, shell_exec: 'echo figures; echo doubts >&2' }] } },
    });
    messageWith(outcome, 'figures');
    messageWith(outcome, 'doubts');
  });

  test('sends nothing of a task that does not ask for it', async (t) => {
    const { stdout } = await measure(t, {
      config: {
        exec: { pre: [{ shell_exec: 'echo figures; echo doubts >&2' }, { notify: false, shell_exec: 'echo figures' }] },
      },
    });
    assert.doesNotMatch(stdout, /figures|doubts/);
  });

  test('sends the output of every attempt, failed ones too', async (t) => {
    const outcome = await measure(t, {
      config: {
        exec: { pre: [{ notify: true, retries: 2, shell_exec: 'echo >> count; echo "try $(wc -l < count)"; exit 1' }] },
      },
    });
    for (const words of ['try 1', 'try 2', 'try 3']) messageWith(outcome, words);
  });

  test('sends the output of a task that was over time', async (t) => {
    const outcome = await measure(t, {
      config: {
        exec: {
          pre: [{ notify: true, shell_exec: 'echo so far; exec sleep 60', timeout: 0.3, ignore_exitcode: true }],
        },
      },
    });
    messageWith(outcome, 'so far');
  });

  test('sends what a request was answered with', async (t) => {
    const url = await serve(t, (_, response) => response.end('{"p99": 17}'));
    messageWith(await measure(t, { config: { exec: { stop: [{ notify: true, request: { url } }] } } }), '{"p99": 17}');
  });

  test('sends the output of a background task while it runs', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('go-on');
    const driver = startDriver(scene, {
      config: {
        exec: {
          start: [
            {
              async: true,
              notify: true,
              shell_exec: 'echo under way; read -r order < go-on; echo arrived; exec sleep 600',
            },
          ],
        },
      },
      request: { control: { duration: 600 } },
    });
    await driver.told(/under way/);
    await open();
    await driver.told(/arrived/);
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
  });

  test('sends what a background task prints when it is stopped', async (t) => {
    const task = `trap 'echo "summary: 17"; kill -9 $child; exit' TERM; sleep 600 & child=$!; echo ready >> log; wait`;
    const outcome = await measure(t, {
      config: {
        exec: {
          start: [
            { async: true, notify: true, shell_exec: task },
            { shell_exec: 'until grep -q ready log; do sleep 0.01; done' },
          ],
        },
      },
    });
    messageWith(outcome, 'summary: 17');
  });

  const floods: [name: string, command: string][] = [
    ['megabytes', 'yes "a line of output" | head -c 3000000'],
    ['megabytes without a line break', 'head -c 3000000 /dev/zero | tr "\\0" x'],
    ['megabytes of zero bytes', 'head -c 3000000 /dev/zero'],
    ['megabytes of bytes that are no UTF-8', 'head -c 3000000 /dev/urandom'],
    ['megabytes of characters that take three bytes each', 'yes "€€€€€€€" | tr -d "\\n" | head -c 3000000'],
    ['megabytes of quotes, which JSON has to escape', 'yes \'"\' | tr -d "\\n" | head -c 3000000'],
  ];
  for (const [name, command] of floods) {
    test(`keeps the end of ${name}, and says how much was left out`, async (t) => {
      const outcome = await measure(t, {
        config: { exec: { pre: [{ notify: true, shell_exec: `${command}; echo; echo the very end` }] } },
      });
      const message = messageWith(outcome, 'the very end');
      assert.ok(Buffer.byteLength(message) < 64 * 1024);
      assert.equal(Buffer.from(message).toString(), message, 'no half characters');
      const said = message.slice(0, 400).match(/\d[\d., ]*/g);
      assert.ok(said !== null, `how much was left out is to be said: ${message.slice(0, 400)}`);
      assert.equal(outcome.answer.status, 'ok');
    });
  }

  test('keeps every line valid for a background task that prints without pause', async (t) => {
    const { progress, answer } = await measure(t, {
      config: {
        exec: { start: [{ async: true, notify: true, shell_exec: 'while :; do head -c 5000 /dev/urandom; done' }] },
      },
      request: { control: { duration: 0.5 } },
    });
    assert.ok(progress.length > 2);
    assert.equal(answer.status, 'ok');
  });

  test('shows bytes that are no UTF-8 as such, without losing what is around them', async (t) => {
    const task = { notify: true, shell_exec: String.raw`printf 'before \377\376 after \303\251 \360\237'` };
    const message = messageWith(await measure(t, { config: { exec: { pre: [task] } } }), 'before');
    assert.match(message, /before .* after é/);
  });
});
