import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';

void suite('the stages', { concurrency: 4 }, () => {
  test('run in order, and so do the tasks of each', async (t) => {
    const { scene } = await measure(t, {
      config: {
        exec: {
          post: [says('post1'), says('post2')],
          stop: [says('stop1'), says('stop2')],
          start: [says('start1'), says('start2')],
          pre: [says('pre1'), says('pre2'), says('pre3')],
        },
      },
    });
    assert.deepEqual(scene.log(), 'pre1 pre2 pre3 start1 start2 stop1 stop2 post1 post2'.split(' '));
  });

  test('each task waits for the one before it', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('first');
    const driver = startDriver(scene, { config: { exec: { pre: [waitsAt('first'), says('second')] } } });
    await scene.logged('first');
    await open();
    await driver.finished();
    assert.deepEqual(scene.log(), ['first', 'first passed', 'second']);
  });

  test('background tasks are stopped after post, not before', async (t) => {
    const scene = openScene(t);
    const alive = 'kill -0 "$(grep load log | cut -d" " -f3)" && echo alive >> log';
    await measure(scene, {
      config: {
        exec: {
          pre: [
            { async: true, shell_exec: stays('load') },
            { shell_exec: 'until grep -q ready log; do sleep 0.01; done' },
          ],
          stop: [{ shell_exec: alive }],
          post: [{ shell_exec: alive }],
        },
      },
    });
    assert.deepEqual(scene.log().slice(1), ['alive', 'alive']);
    await scene.empty();
  });

  for (const nothing of ['', 'null', '~', '[]']) {
    test(`a stage that is ${nothing || 'left out after its colon'} has nothing to do`, async (t) => {
      const config = `exec:\n  pre: ${nothing}\n  start: ${nothing}\n  stop: ${nothing}\n  post:\n    - shell_exec: echo post >> log\n`;
      const { answer, scene } = await measure(t, { config });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(answer.annotations, {});
      assert.deepEqual(scene.log(), ['post']);
    });
  }

  const empty: [name: string, config: string, probably: RegExp | undefined][] = [
    ['is absent', 'adjust: { key: 1 }\n', undefined],
    ['has no value', 'exec:\n', undefined],
    ['is null', 'exec: null\n', undefined],
    ['is an empty mapping', 'exec: {}\n', undefined],
    ['stands in an empty file', '', undefined],
    ['was written with a capital letter', 'Exec: { pre: [{ exec: "false" }] }\n', /Exec/],
    ['was misspelt', 'exce: { pre: [{ exec: "false" }] }\n', /exce/],
  ];
  for (const [name, config, probably] of empty) {
    test(`an exec section that ${name} waits for the window and says that it had nothing to run`, async (t) => {
      const before = performance.now();
      const { answer } = await measure(t, { config, request: { control: { duration: 0.4 } } });
      assert.equal(answer.status, 'ok');
      assert.ok(performance.now() - before >= 400);
      const annotation = JSON.stringify(answer.annotations);
      assert.match(annotation, /"exec\.[^"]+":/);
      assert.match(annotation, probably ?? /nothing/i);
    });
  }
});
