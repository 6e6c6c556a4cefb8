import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { runOf, runUnderWay } from '../cli/support.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { servoExec } from '../support/state.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { HOSTILE, reportFile } from './support.ts';

const SCHEMA = new URL('junit.xsd', import.meta.url).pathname;
const skip = spawnSync('xmllint', ['--version']).error === undefined ? false : 'there is no xmllint';

/** An XPath of the report, which has to be valid. */
function asker(scene: Scene, run = 'latest'): (path: string) => string {
  const file = reportFile(scene, 'junit', run);
  const valid = spawnSync('xmllint', ['--noout', '--schema', SCHEMA, file], { encoding: 'utf8' });
  assert.equal(valid.status, 0, valid.stderr);
  return (path) => {
    const { stdout, stderr } = spawnSync('xmllint', ['--xpath', `string(${path})`, file], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout.replace(/\n$/, '');
  };
}

void suite('JUnit XML', { skip, concurrency: 2 }, () => {
  test('has a suite for each stage and a case for each task, with failures and the end of what was printed', async (t) => {
    const scene = openScene(t);
    await runOf(scene, {
      pre: [
        { name: 'ready', exec: ['true'] },
        { exec: ['false'], ignore_exitcode: true },
      ],
      start: [
        { name: 'load', async: true, shell_exec: 'exec sleep 600' },
        { name: 'vpn', shell_exec: 'echo no route >&2; exit 7', retries: 1 },
        { name: 'never', exec: ['true'] },
      ],
    });
    const ask = asker(scene);
    const counts = (path: string): string[] => ['tests', 'failures', 'errors'].map((name) => ask(`${path}/@${name}`));
    assert.deepEqual(counts('/testsuites'), ['6', '2', '0']);
    assert.deepEqual(
      [1, 2, 3].map((n) => ask(`//testsuite[${n}]/@name`)),
      ['measurement', 'pre', 'start'],
    );
    assert.deepEqual(counts('//testsuite[@name="start"]'), ['3', '1', '0']);
    assert.equal(ask('//testsuite[@name="start"]/@skipped'), '1');
    assert.equal(ask('//testcase[@name="outcome"]/failure/@type'), 'task-failed');
    assert.match(ask('//testcase[@name="outcome"]/failure'), /^Failed in start task "vpn": exit code 7 [^]*no route/);
    assert.equal(ask('//testcase[@name="start[1] vpn"]/failure/@message'), 'exit code 7');
    assert.equal(ask('//testcase[@name="start[1] vpn"]/failure/@type'), 'exit-code');
    assert.equal(
      ask('//testcase[@name="start[1] vpn"]/system-out'),
      'exit code 7\nattempts 1 to 2: exit code 7\nstandard error:\nno route',
    );
    assert.equal(ask('count(//testcase[@name="start[0] load"]/*)'), '1');
    assert.equal(ask('//testcase[@name="pre[1]"]/system-out'), 'exit code 1, passed over');
    assert.equal(ask('//testcase[@name="start[2] never"]/skipped/@message'), 'not run');
  });

  test('drops what XML forbids, and shows markup as text', async (t) => {
    const scene = openScene(t);
    const odd = "printf 'a\\000b\\001\\033[31mc\\177\\355\\240\\200\\357\\277\\276\\357\\277\\277]]>&amp;\\n'";
    await runOf(scene, { pre: [{ name: HOSTILE, shell_exec: `${odd}; exit 1` }] }, HOSTILE);
    const ask = asker(scene);
    assert.equal(ask('/testsuites/@name'), HOSTILE);
    assert.equal(ask('//testsuite[@name="pre"]/testcase/@name'), `pre[0] ${HOSTILE}`);
    assert.match(ask('//testsuite[@name="pre"]/testcase/system-out'), /\na␀b␁c␡\ufffd+\]\]>&amp;$/);
  });

  test('is an error of a run that was cancelled, is not over, or has died', async (t) => {
    const cancelled = openScene(t);
    const first = await runUnderWay(cancelled);
    first.driver.signal('SIGTERM');
    await first.driver.finished();
    assert.equal(asker(cancelled)('//testcase[@name="outcome"]/error/@type'), 'cancelled');
    const scene = openScene(t);
    const { driver } = await runUnderWay(scene);
    assert.equal(asker(scene)('//testcase[@name="outcome"]/error/@type'), 'running');
    await killDriverAndGuard(driver);
    const dead = asker(scene);
    assert.equal(dead('//testcase[@name="outcome"]/error/@type'), 'dead');
    servoExec(scene, 'recover');
    const died = asker(scene);
    assert.equal(died('//testcase[@name="outcome"]/error/@type'), 'died');
    assert.equal(died('//testcase[@name="start[0] busy"]/skipped/@message'), 'stopped in the clean-up');
  });
});
