import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/;

/** Writes all SERVO_EXEC_ variables of a task into a file of this name. */
const dump = (file: string): object => ({
  name: `dump ${file}`,
  shell_exec: `env | grep ^SERVO_EXEC_ > ${file} || true`,
});

function variables(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice('SERVO_EXEC_'.length, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

void suite('the environment of a task', { concurrency: 4 }, () => {
  test('says where it is, in every stage', async (t) => {
    const scene = openScene(t);
    const stages = ['pre', 'start', 'stop', 'post'];
    await measure(scene, {
      args: ['my app'],
      config: { exec: Object.fromEntries(stages.map((stage) => [stage, [dump(stage)]])) },
      request: { control: { duration: 0.25, warmup: 0.05, delay: 0 } },
    });
    const seen = stages.map((stage) => variables(scene.read(stage)));
    for (const [i, stage] of stages.entries()) {
      // ATTEMPT is the driver's own: by it it finds what has moved away.
      const { RUN_ID, RUN_DIR, WINDOW_START, WINDOW_END, ATTEMPT, ...rest } = seen[i] ?? {};
      assert.ok(ATTEMPT === undefined || ATTEMPT.includes(RUN_ID ?? ' '));
      assert.deepEqual(rest, {
        STAGE: stage,
        TASK: `dump ${stage}`,
        APP_ID: 'my app',
        DURATION: '0.25',
        WARMUP: '0.05',
        DELAY: '0',
      });
      assert.ok(RUN_DIR?.endsWith(`/runs/${RUN_ID ?? ''}/files`), RUN_DIR);
      assert.match(RUN_ID ?? '', /^\S{4,}$/);
      assert.equal(RUN_ID, seen[0]?.['RUN_ID'], 'one run, one id');
      if (i < 2) {
        assert.deepEqual([WINDOW_START, WINDOW_END], [undefined, undefined]);
        continue;
      }
      assert.match(WINDOW_START ?? '', RFC_3339);
      assert.match(WINDOW_END ?? '', RFC_3339);
      const lengthMs = Date.parse(WINDOW_END ?? '') - Date.parse(WINDOW_START ?? '');
      assert.ok(lengthMs >= 295 && lengthMs < 2000, `${lengthMs} ms`);
      assert.ok(Math.abs(Date.parse(WINDOW_END ?? '') - Date.now()) < 30_000);
    }
    assert.equal(seen[2]?.['WINDOW_END'], seen[3]?.['WINDOW_END']);
  });

  test('names a task without a name by its place, and a background task as well', async (t) => {
    const task = 'echo "$SERVO_EXEC_STAGE/$SERVO_EXEC_TASK" >> log';
    const { scene } = await measure(t, {
      config: {
        exec: {
          pre: [
            { shell_exec: task },
            { shell_exec: task, async: true },
            { shell_exec: 'until [ "$(wc -l < log)" = 2 ]; do sleep 0.01; done' },
          ],
        },
      },
    });
    assert.deepEqual(scene.log(), ['pre/pre[0]', 'pre/pre[1]']);
  });

  test('says nothing of a window in post when there was none', async (t) => {
    const { scene } = await measure(t, { config: { exec: { pre: [{ exec: 'false' }], post: [dump('post')] } } });
    const { WINDOW_START, WINDOW_END, STAGE } = variables(scene.read('post'));
    assert.deepEqual([WINDOW_START, WINDOW_END, STAGE], [undefined, undefined, 'post']);
  });

  test('says in post when a window that was cut short began and ended', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { post: [dump('post')] } },
      request: { control: { duration: 600 } },
    });
    await driver.told(/window/i);
    driver.signal('SIGTERM');
    await driver.finished();
    const { WINDOW_START, WINDOW_END } = variables(driver.scene.read('post'));
    const lengthMs = Date.parse(WINDOW_END ?? '') - Date.parse(WINDOW_START ?? '');
    assert.ok(lengthMs >= 0 && lengthMs < 20_000, `${WINDOW_START ?? ''} to ${WINDOW_END ?? ''}`);
  });

  test('carries numbers as a shell can use them', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: {
          pre: [{ shell_exec: 'echo "numbers $SERVO_EXEC_DURATION $SERVO_EXEC_WARMUP" >> log; exec sleep 600' }],
        },
      },
      request: '{"control": {"duration": 3e2, "warmup": 1.50, "delay": 0.0}}',
    });
    assert.equal(await driver.scene.logged('numbers'), '300 1.5');
    driver.signal('SIGTERM');
    await driver.finished();
  });

  test('is another one for another measurement', async (t) => {
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const { scene } = await measure(t, { config: { exec: { pre: [dump('pre')] } } });
        return variables(scene.read('pre'))['RUN_ID'];
      }),
    );
    assert.notEqual(ids[0], ids[1]);
  });

  test('does not take over what an outer measurement said', async (t) => {
    const { scene } = await measure(t, {
      env: { SERVO_EXEC_STAGE: 'outer', SERVO_EXEC_WINDOW_START: 'outer', SERVO_EXEC_WINDOW_END: 'outer' },
      config: { exec: { pre: [dump('pre')] } },
    });
    const { STAGE, WINDOW_START, WINDOW_END } = variables(scene.read('pre'));
    assert.deepEqual([STAGE, WINDOW_START, WINDOW_END], ['pre', undefined, undefined]);
  });

  test('may not be set by the author where it is ours', async (t) => {
    const { answer, scene } = await measure(t, {
      config: 'exec:\n  pre:\n    - shell_exec: echo ran >> log\n      env:\n        SERVO_EXEC_STAGE: x\n',
    });
    assert.equal(answer.reason, 'config-invalid');
    assert.match(answer.message, /config\.yaml:5:/);
    assert.deepEqual(scene.log(), []);
  });
});
