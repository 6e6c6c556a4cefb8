import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { checkOutput, parseObject } from '../support/answer.ts';
import { OPEN, DRIVER, DRIVER_CALL, measure, noStackTrace, startDriver } from '../support/driver.ts';
import type { DriverOptions } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import type { Scene, TestLife } from '../support/scene.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const USAGE = `usage: measure [--config FILE] [--state-dir DIR] [--concurrent] app_id < request.json
       measure [--config FILE] [--state-dir DIR] [--concurrent] --describe app_id
       measure --info [app_id]

Measures the application app_id as the JSON request on standard input asks for,
and answers in JSON lines on standard output.

  --config FILE     read this file, not ./config.yaml or /servo/config.yaml
  --state-dir DIR   keep what is needed for cleaning up in this folder
  --concurrent      run although another driver measures the same
  --describe        tell the metrics that a measurement yields
  --info            tell what this driver can do
  --help, -h        show this
  --version         show the version
`;

const BROKEN = 'exec: [\n';

const INPUTS: (string | typeof OPEN)[] = [OPEN, ''];

interface Call {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function call(where: TestLife | Scene, options: DriverOptions): Promise<Call> {
  const driver = startDriver(where, options);
  const { exitCode } = await driver.ended();
  const { stdout, stderr } = driver.text();
  noStackTrace(stdout + stderr);
  return { exitCode, stdout, stderr };
}

function onlyLine(stdout: string): Record<string, unknown> {
  assert.match(stdout, /^[^\n]+\n$/);
  return parseObject(stdout.trimEnd());
}

void suite('the command line of measure', { concurrency: 4 }, () => {
  for (const args of [['--info', 'app'], ['--info'], ['app', '--info']]) {
    for (const request of INPUTS) {
      test(`${args.join(' ')} answers with standard input ${request === '' ? 'closed' : 'open'}, and reads no config`, async (t) => {
        const { exitCode, stdout, stderr } = await call(t, { args, request, config: BROKEN });
        assert.deepEqual(onlyLine(stdout), { has_cancel: true, version });
        assert.equal(exitCode, 0);
        assert.equal(stderr, '');
      });
    }
  }

  test('--info leaves what stands on standard input to others', async (t) => {
    const scene = openScene(t);
    scene.file('input', 'first\nsecond\n');
    const command = ['/bin/sh', '-c', `{ ${DRIVER_CALL} --info app; cat; } < input`] as const;
    const driver = startDriver(scene, { command: [...command], args: [], request: '' });
    await driver.ended();
    assert.equal(driver.text().stdout.split('\n').slice(1).join('\n'), 'first\nsecond\n');
  });

  test('--describe names no metrics as long as none is configured, and does not wait for standard input', async (t) => {
    const { exitCode, stdout } = await call(t, { args: ['--describe', 'app'], request: OPEN, config: { exec: {} } });
    assert.deepEqual(onlyLine(stdout), { status: 'ok', metrics: {} });
    assert.equal(exitCode, 0);
  });

  test('--describe fails on a bad config with the place of the mistake', async (t) => {
    const { exitCode, stdout } = await call(t, { args: ['--describe', 'app'], config: 'exec:\n  prr: []\n' });
    const answer = onlyLine(stdout);
    assert.equal(answer['status'], 'failed');
    assert.equal(answer['reason'], 'config-invalid');
    assert.match(String(answer['message']), /config\.yaml:2:3/);
    assert.equal(exitCode, 1);
  });

  const misuses: [name: string, args: string[], says: string][] = [
    ['no argument at all', [], 'the argument app_id is missing'],
    ['--describe without an application', ['--describe'], 'the argument app_id is missing'],
    ['two applications', ['app', 'other'], 'one app_id is expected, not 2'],
    ['--info with --describe', ['--info', '--describe', 'app'], '--info and --describe exclude each other'],
    ['an unknown option', ['--nope', 'app'], 'unknown option --nope'],
    ['an unknown option after the application', ['app', '--nope'], 'unknown option --nope'],
    ['an unknown option with --info', ['--info', '--nope'], 'unknown option --nope'],
    ['a misspelt option', ['--descrbe', 'app'], 'unknown option --descrbe, did you mean --describe?'],
    ['an unknown letter', ['-x', 'app'], 'unknown option -x'],
  ];
  for (const [name, args, says] of misuses) {
    test(`${name}: usage on standard error, nothing on standard output, exit code 2`, async (t) => {
      const config = { exec: { pre: [{ shell_exec: 'echo ran >> log' }] } };
      const scene = openScene(t);
      const { exitCode, stdout, stderr } = await call(scene, { args, config, request: OPEN });
      assert.equal(stdout, '');
      assert.equal(stderr, `measure: ${says}\n${USAGE}`);
      assert.equal(exitCode, 2);
      assert.deepEqual(scene.log(), []);
    });
  }

  test('--config without a file is misuse as well', async (t) => {
    const { exitCode, stdout, stderr } = await call(t, { args: ['app', '--config'], request: OPEN });
    assert.equal(stdout, '');
    assert.match(stderr, /^measure: .*--config.*\nusage: measure /);
    assert.equal(exitCode, 2);
  });

  for (const option of ['--help', '--version']) {
    test(`${option} tells it on standard output and runs nothing`, async (t) => {
      const { exitCode, stdout } = await call(t, { args: [option], request: OPEN, config: BROKEN });
      assert.equal(stdout, option === '--help' ? USAGE : `${version}\n`);
      assert.equal(exitCode, 0);
    });
  }

  test('--config takes another file in place of the one in the working folder', async (t) => {
    const scene = openScene(t);
    scene.file('other.yaml', 'exec: { pre: [{ shell_exec: "echo other >> log" }] }\n');
    await measure(scene, { args: ['--config', 'other.yaml', 'app'], config: BROKEN });
    assert.deepEqual(scene.log(), ['other']);
  });

  test('--config with a file that is not there fails, although the working folder has one', async (t) => {
    const config = { exec: { pre: [{ shell_exec: 'echo ran >> log' }] } };
    const { answer, scene } = await measure(t, { args: ['app', '--config', 'absent.yaml'], config });
    assert.equal(answer.reason, 'config-invalid');
    assert.match(answer.message, /absent\.yaml/);
    assert.deepEqual(scene.log(), []);
  });

  test('without any config the measurement fails and names the places', async (t) => {
    const { answer } = await measure(t, {});
    assert.equal(answer.status, 'failed');
    assert.equal(answer.reason, 'config-invalid');
    assert.match(answer.message, /config\.yaml/);
    assert.match(answer.message, /\/servo\/config\.yaml/);
  });

  test('the file is read once, before anything runs', async (t) => {
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          pre: [{ shell_exec: 'echo "exec: [" > config.yaml; echo pre >> log' }],
          post: [{ shell_exec: 'echo post >> log' }],
        },
      },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['pre', 'post']);
  });

  test('a symbolic link of any name does the same', async (t) => {
    const scene = openScene(t);
    symlinkSync(DRIVER, join(scene.folder, '20-vpn'));
    const config = { exec: { pre: [{ shell_exec: 'echo ran >> log' }] }, '20-vpn': { pre: 7 } };
    await measure(scene, { command: ['./20-vpn'], config });
    assert.deepEqual(scene.log(), ['ran']);
  });
});

void suite('OPTUNE_USE_DRIVER_NAME', { concurrency: 4 }, () => {
  const config = {
    exec: { pre: [{ shell_exec: 'echo exec >> log' }] },
    vpn: { pre: [{ shell_exec: 'echo vpn >> log' }] },
  };
  for (const [value, section] of [
    ['1', 'vpn'],
    ['true', 'vpn'],
    ['', 'exec'],
    ['0', 'exec'],
    ['false', 'exec'],
  ] as const) {
    test(`"${value}" reads the section "${section}" when the driver is called "vpn"`, async (t) => {
      const scene = openScene(t);
      symlinkSync(DRIVER, join(scene.folder, 'vpn'));
      await measure(scene, { command: ['./vpn'], env: { OPTUNE_USE_DRIVER_NAME: value }, config, section });
      assert.deepEqual(scene.log(), [section]);
    });
  }

  test('is about the name of the file that was called, not the application or its folder', async (t) => {
    const scene = openScene(t);
    symlinkSync(DRIVER, join(scene.folder, 'vpn'));
    const options = { env: { OPTUNE_USE_DRIVER_NAME: '1' }, config, section: 'vpn' };
    await measure(scene, { ...options, command: [join(scene.folder, 'vpn')], args: ['exec'] });
    assert.deepEqual(scene.log(), ['vpn']);
  });

  test('a section of that name must exist', async (t) => {
    const scene = openScene(t);
    symlinkSync(DRIVER, join(scene.folder, 'vnp'));
    const { answer } = await measure(scene, { command: ['./vnp'], env: { OPTUNE_USE_DRIVER_NAME: '1' }, config });
    assert.equal(answer.reason, 'config-invalid');
    assert.match(answer.message, /vnp/);
    assert.deepEqual(scene.log(), []);
  });

  test("the annotations' keys begin with the section's name", async (t) => {
    const scene = openScene(t);
    symlinkSync(DRIVER, join(scene.folder, 'vpn'));
    const driver = startDriver(scene, { command: ['./vpn'], env: { OPTUNE_USE_DRIVER_NAME: '1' }, config: 'vpn:\n' });
    await driver.ended();
    const { answer } = checkOutput(driver.text().stdout, 'vpn');
    assert.notDeepEqual(answer.annotations, {}, 'an empty section is told in an annotation');
  });
});
