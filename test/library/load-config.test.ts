import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { given } from './host.ts';

const LOAD = 'const config = await loadConfig(); give(config);';
const FAIL =
  'await loadConfig(FILE, OPTIONS).catch((error) => give({ is: error instanceof ConfigError, ...error, message: error.message }));';

function fails(file = 'undefined', options = '{}'): string {
  return FAIL.replace('FILE', file).replace('OPTIONS', options);
}

void suite('loadConfig', () => {
  test('resolves with the file, the section, no warnings, and the plan with every default', async (t) => {
    const config = { exec: { start: [{ name: 'load', exec: ['sleep', '1'], timeout: '1m30s' }] } };
    const { value, scene } = await given(t, LOAD, { config });
    assert.equal(value['file'], join(realpathSync(scene.folder), 'config.yaml'));
    assert.equal(value['section'], 'exec');
    assert.deepEqual(value['warnings'], []);
    const plan = value['plan'] as Record<string, Record<string, unknown>[]>;
    assert.deepEqual(Object.keys(plan), [
      'pre',
      'start',
      'stop',
      'post',
      'window',
      'probes',
      'metrics',
      'thresholds',
      'post_timeout',
      'recover',
      'keep',
    ]);
    const [task] = plan['start'] ?? [];
    assert.equal(task?.['timeout'], 90);
    assert.equal(task['retries'], 0);
  });

  test('covers secrets in the plan, also where their value stands in it by itself', async (t) => {
    const config = { exec: { pre: [{ exec: ['echo', '${secret:TOKEN}', 'hunter2-hunter2', 'http://u:pass@h/'] }] } };
    const { scene } = await given(t, LOAD, { config, env: { TOKEN: 'hunter2-hunter2' } });
    assert.doesNotMatch(scene.read('given.json'), /hunter2|:pass@/);
  });

  test('warns of what is no mistake, with its place', async (t) => {
    const config = 'exec:\n  pre:\n    - shell_exec: "echo ${run:id}"\n';
    const { value } = await given(t, LOAD, { config });
    const [warning] = value['warnings'] as Record<string, unknown>[];
    assert.deepEqual([warning?.['severity'], warning?.['line']], ['warning', 3]);
  });

  test('warns of a file that has nothing to run', async (t) => {
    const { value } = await given(t, LOAD, { config: { Exec: {} } });
    const [warning] = value['warnings'] as Record<string, unknown>[];
    assert.match(String(warning?.['message']), /has no section `exec`/);
    assert.equal(warning?.['line'], null);
  });

  test('throws a ConfigError with each mistake, its place, and what to do', async (t) => {
    const config = 'exec:\n  pre:\n    - exec: [true]\n      retires: 2\n    - timeout: soon\n      exec: [ls]\n';
    const { value } = await given(t, fails(), { config });
    assert.equal(value['is'], true);
    assert.equal(value['name'], 'ConfigError');
    const diagnostics = value['diagnostics'] as Record<string, unknown>[];
    assert.deepEqual(
      diagnostics.map(({ severity, line, column }) => [severity, line, column]),
      [
        ['error', 4, 7],
        ['error', 5, 16],
      ],
    );
    assert.match(String(diagnostics[0]?.['message']), /unknown key `retires`/);
    assert.match(String(diagnostics[0]?.['hint']), /did you mean `retries`/);
    assert.match(String(value['message']), /config\.yaml:4:7: .*\n.*retires: 2\n/);
  });

  test('throws one where there is no such file, with the name that was asked for', async (t) => {
    const { value } = await given(t, fails("'none.yaml'"));
    assert.equal(value['is'], true);
    const [diagnostic] = value['diagnostics'] as Record<string, unknown>[];
    assert.deepEqual([diagnostic?.['file'], diagnostic?.['line']], ['none.yaml', null]);
    assert.match(String(value['message']), /no config file none\.yaml/);
  });

  test('reads another section, which has to be there', async (t) => {
    const config = { prepare: { pre: [{ exec: ['true'] }] } };
    const { value } = await given(t, "give(await loadConfig('config.yaml', { section: 'prepare' }));", { config });
    assert.equal(value['section'], 'prepare');
    const { value: error } = await given(t, fails("'config.yaml'", "{ section: 'clean' }"), { config });
    assert.match(String(error['message']), /"?clean"?/);
  });

  test('takes the environment that it is given, and no other', async (t) => {
    const config = { exec: { pre: [{ exec: ['echo', '${env:WHO}', '${secret:TOKEN}'] }] } };
    const code = "give(await loadConfig('config.yaml', { environment: { WHO: 'me', TOKEN: 'abcdefgh' } }));";
    const { value } = await given(t, code, { config });
    const [task] = (value['plan'] as { pre: { exec: unknown }[] }).pre;
    assert.deepEqual(task?.exec, ['echo', 'me', '***']);
    const { value: error } = await given(t, fails("'config.yaml'", '{ environment: {} }'), {
      config,
      env: { WHO: 'me', TOKEN: 'abcdefgh' },
    });
    assert.match(String(error['message']), /WHO[^]*TOKEN/);
  });

  test('loads none of what only a measurement needs', async (t) => {
    const code = `${LOAD} note(String(process.moduleLoadList.includes('NativeModule child_process')));`;
    const { scene } = await given(t, code, { config: { exec: {} } });
    assert.deepEqual(scene.log(), ['false']);
  });
});
