import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure } from '../support/driver.ts';
import { says, stays } from '../support/tasks.ts';

const failing = (word: string): object => ({ name: `the ${word}`, shell_exec: `echo ${word} >> log; exit 7` });

void suite('a task that fails', { concurrency: 4 }, () => {
  const remaining: Record<'pre' | 'start' | 'stop', string[]> = {
    pre: ['pre0', 'culprit', 'post1', 'post2'],
    start: ['pre0', 'pre9', 'start0', 'culprit', 'post1', 'post2'],
    stop: ['pre0', 'pre9', 'start0', 'start9', 'stop0', 'culprit', 'post1', 'post2'],
  };
  for (const stage of ['pre', 'start', 'stop'] as const) {
    test(`in ${stage} skips the rest of the stage and the later ones, and post runs`, async (t) => {
      const tasks = (s: string): object[] => [
        says(`${s}0`),
        ...(s === stage ? [failing('culprit')] : []),
        says(`${s}9`),
      ];
      const { answer, exitCode, scene } = await measure(t, {
        config: {
          exec: { pre: tasks('pre'), start: tasks('start'), stop: tasks('stop'), post: [says('post1'), says('post2')] },
        },
      });
      assert.deepEqual(scene.log(), remaining[stage]);
      assert.equal(answer.status, 'failed');
      assert.equal(answer.reason, 'task-failed');
      assert.match(answer.message, /the culprit/);
      assert.equal(exitCode, 1);
    });
  }

  test('in start leaves no window to wait for', async (t) => {
    const before = performance.now();
    await measure(t, { config: { exec: { start: [failing('culprit')] } }, request: { control: { duration: 600 } } });
    assert.ok(performance.now() - before < 60_000);
  });

  for (const stage of ['pre', 'start', 'stop']) {
    test(`in ${stage} with ignore_exitcode is passed over`, async (t) => {
      const { answer, scene } = await measure(t, {
        config: {
          exec: { [stage]: [{ ...failing('culprit'), ignore_exitcode: true }, says('next')], post: [says('post')] },
        },
      });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log(), ['culprit', 'next', 'post']);
    });
  }

  const passedOver: [name: string, task: object][] = [
    ['a signal', { shell_exec: 'kill -9 $$' }],
    ['a timeout', { exec: ['sleep', '60'], timeout: 0.1 }],
    ['a program that does not exist', { exec: './absent' }],
    ['a request without an answer', { request: { url: 'http://127.0.0.1:1/' } }],
  ];
  for (const [name, task] of passedOver) {
    test(`by ${name} is passed over with ignore_exitcode as well`, async (t) => {
      const { answer, scene } = await measure(t, {
        config: { exec: { pre: [{ ...task, ignore_exitcode: true }, says('next')] } },
      });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log(), ['next']);
    });
  }

  test('in post lets the next post task run and does not change the answer', async (t) => {
    const { answer, exitCode, scene } = await measure(t, {
      config: {
        exec: {
          post: [failing('post1'), { exec: './absent' }, { exec: ['sleep', '60'], timeout: 0.1 }, says('post4')],
        },
      },
    });
    assert.equal(answer.status, 'ok');
    assert.equal(exitCode, 0);
    assert.deepEqual(scene.log(), ['post1', 'post4']);
  });

  test('in post after one in pre does not change the answer either', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [failing('first')], post: [failing('second'), says('third')] } },
    });
    assert.match(answer.message, /the first/);
    assert.deepEqual(scene.log(), ['first', 'second', 'third']);
  });

  test('has the background tasks stopped, after post', async (t) => {
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          pre: [
            { async: true, shell_exec: stays('load') },
            { shell_exec: 'until grep -q ready log; do sleep 0.01; done; exit 1' },
          ],
          post: [{ shell_exec: 'kill -0 "$(cut -d" " -f3 log)" && echo alive >> log' }],
        },
      },
    });
    assert.equal(answer.reason, 'task-failed');
    assert.equal(scene.log().at(-1), 'alive');
    await scene.empty();
  });
});
