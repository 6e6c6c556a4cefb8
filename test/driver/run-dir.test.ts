import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { onlyRun, runPath } from '../support/journal.ts';
import { killDriver } from '../support/kill.ts';
import { servoExec } from '../support/state.ts';
import { stays } from '../support/tasks.ts';

const TELL = { exec: ['/bin/sh', '-c', 'echo "$1" >> log; echo "$SERVO_EXEC_RUN_DIR" >> log', 'sh', '${run:dir}'] };
/** Nothing can be made there. */
const NO_STATE = ['app', '--state-dir', '/proc/none'];

void suite('the folder of a run', { concurrency: 2 }, () => {
  test('is there in every stage, private, and stays with what tasks have put into it', async (t) => {
    const fill = { shell_exec: 'cd "$SERVO_EXEC_RUN_DIR"; stat -c %a . > mode; mkdir sub; echo figures > sub/k6.json' };
    const config = { exec: { pre: [TELL, fill], start: [TELL], stop: [TELL], post: [TELL] } };
    const { scene } = await measure(t, { config });
    const folder = runPath(scene, onlyRun(scene), 'files');
    assert.deepEqual(scene.log(), Array(8).fill(folder));
    assert.equal(readFileSync(`${folder}/mode`, 'utf8'), '700\n');
    assert.equal(readFileSync(`${folder}/sub/k6.json`, 'utf8'), 'figures\n');
    assert.match(servoExec(scene, 'show', 'latest').stdout, /^ {2}files\/sub\/k6\.json +8 bytes$/m);
  });

  test('does not stay when it is empty', async (t) => {
    const { scene } = await measure(t, { config: { exec: { pre: [TELL] } } });
    assert.equal(existsSync(runPath(scene, onlyRun(scene), 'files')), false);
  });

  test('counts for keep.total, and is removed with the output of its run', async (t) => {
    const fill = { shell_exec: 'head -c 9000 /dev/zero > "$SERVO_EXEC_RUN_DIR/big"; echo printed' };
    const { scene } = await measure(t, { config: { exec: { keep: { total: 8000 }, pre: [fill] } } });
    assert.deepEqual(readdirSync(runPath(scene, onlyRun(scene))).sort(), [
      'events.ndjson',
      'ledger.ndjson',
      'result.json',
    ]);
  });

  test('is a temporary one without a state folder, and removed at the end', async (t) => {
    const config = { exec: { pre: [TELL, { shell_exec: 'touch "$SERVO_EXEC_RUN_DIR/x"' }], post: [TELL] } };
    const { scene } = await measure(t, { config, args: NO_STATE });
    const [folder = '', ...others] = scene.log();
    assert.deepEqual(others, [folder, folder, folder]);
    assert.match(folder, /^\/tmp\/servo-exec-/);
    assert.equal(existsSync(folder), false);
  });

  for (const [where, args] of [
    ['with', ['app']],
    ['without', NO_STATE],
  ] as const) {
    test(`is the same for post tasks that run after the driver was killed, ${where} a state folder`, async (t) => {
      const start = [TELL, { shell_exec: `touch "$SERVO_EXEC_RUN_DIR/x"; ${stays('busy')}` }];
      const driver = startDriver(t, { config: { exec: { start, post: [TELL] } }, args });
      await driver.scene.logged('ready busy');
      const [folder = ''] = driver.scene.log();
      assert.ok(statSync(folder).isDirectory());
      await killDriver(driver);
      await driver.scene.empty();
      assert.deepEqual(driver.scene.log().slice(-2), [folder, folder]);
      assert.equal(existsSync(folder), where === 'with');
    });
  }
});
