import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { checkConfig } from '../../src/config/check-config.ts';
import { ROOT } from './programs.ts';

const EXAMPLES = join(ROOT, 'examples');
const configs = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));

function read(file: string): string {
  return readFileSync(join(EXAMPLES, file), 'utf8');
}

void suite('the examples', () => {
  test('are there', () => {
    assert.ok(configs.length >= 9, configs.join(', '));
  });

  for (const file of configs) {
    test(`${file} is right, but for variables that its user has to set`, () => {
      const checked = checkConfig(read(file), {
        file,
        section: 'exec',
        sectionRequired: true,
        environment: {},
        missingEnvironment: 'warning',
      });
      assert.deepEqual(checked.ok ? [] : checked.diagnostics, []);
      assert.ok(checked.ok);
      const run = /How to run it[^]*?\n\n/.exec(read(file))?.[0] ?? '';
      for (const { message } of checked.warnings) {
        const variable = /^the environment variable `(\w+)`(?:, which is to hold a secret,)? is not set$/.exec(
          message,
        )?.[1];
        assert.ok(variable !== undefined && run.includes(`${variable}=`), message);
      }
    });

    test(`${file} tells how it is run, and stands in the table`, () => {
      assert.match(read(file), /^#[^]*How to run it/);
      assert.ok(read(file).includes(`examples/${file} --duration`));
      assert.ok(read('README.md').includes(`(${file})`));
    });
  }

  test('pass servo-exec validate', () => {
    const files = configs.map((file) => join('examples', file));
    const args = [join(ROOT, 'dist/servo-exec.js'), 'validate', ...files];
    const env = { PATH: dirname(process.execPath) };
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
    assert.equal(stdout, files.map((file) => `${file}: ok\n`).join(''));
    assert.equal(status, 0);
  });
});
