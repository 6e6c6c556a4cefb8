import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { Ajv } from 'ajv';
import { readDocument } from '../docs/markdown.ts';
import { openScene } from '../support/scene.ts';
import { call, PROGRAM } from './call.ts';

interface Printed {
  readonly $schema: string;
  readonly $defs: Readonly<Record<string, { readonly properties?: Readonly<Record<string, Property>> }>>;
}

interface Property {
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

const EXEC = { exec: { pre: [{ exec: 'a' }] } };

void suite('servo-exec schema', () => {
  for (const [args, good, bad] of [
    [[], { ...EXEC, prom: 1 }, { exec: { prre: [] } }],
    [['config'], EXEC, { exec: [] }],
    [['section'], EXEC.exec, EXEC],
  ] as const) {
    test(`${args[0] ?? 'without a word'} prints a JSON Schema`, (t) => {
      const { exitCode, stdout, stderr } = call(openScene(t), ['schema', ...args]);
      assert.deepEqual([exitCode, stderr], [0, '']);
      const schema = JSON.parse(stdout) as Printed;
      assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
      const validate = new Ajv({ strict: false }).compile(schema);
      assert.deepEqual([validate(good), validate(bad)], [true, false]);
    });
  }

  test('describes every key, with an example that it takes itself', (t) => {
    const schema = JSON.parse(call(openScene(t), ['schema']).stdout) as Printed;
    const ajv = new Ajv({ strict: false }).addSchema(schema, 'config');
    let keys = 0;
    for (const [name, { properties }] of Object.entries(schema.$defs)) {
      for (const [key, { description, examples }] of Object.entries(properties ?? {})) {
        const validate = ajv.getSchema(`config#/$defs/${name}/properties/${key}`);
        assert.match(description ?? '', /^\S.*\.$/, `${name}.${key}`);
        assert.equal(validate?.(examples?.[0]), true, `${name}.${key}`);
        keys += 1;
      }
    }
    assert.ok(keys > 60, String(keys));
  });

  test('can be cut off by its reader', (t) => {
    const scene = openScene(t);
    const command = `'${process.execPath}' '${PROGRAM}' schema | head -n 1`;
    const { stdout, stderr } = spawnSync('/bin/bash', ['-o', 'pipefail', '-c', command], {
      cwd: scene.folder,
      env: scene.environment,
      encoding: 'utf8',
    });
    assert.deepEqual([stdout, stderr], ['{\n', '']);
  });

  test('README.md shows the line that an editor wants', () => {
    const { text } = readDocument('README.md');
    assert.ok(text.includes('servo-exec schema > config.schema.json'));
    assert.match(text, /^# yaml-language-server: \$schema=\.\/config\.schema\.json$/m);
  });
});
