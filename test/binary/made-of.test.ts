import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Metafile } from 'esbuild';
import { billOfMaterials } from '../../scripts/binary/bill-of-materials.ts';
import { newestVersion } from '../../scripts/binary/elf.ts';
import { fetchNode, NODE_VERSION, ownMachine } from '../../scripts/binary/node.ts';
import { bundledPackages } from '../../scripts/build/licenses.ts';
import { METAFILE, ROOT } from '../../scripts/build/paths.ts';
import { MEASURE, SERVO_EXEC, skipExecutables } from '../support/executables.ts';

void suite('what a single executable is made of', { skip: skipExecutables }, () => {
  test('it names the libraries of its Node, has the bundle in it, and nothing of this folder', () => {
    const node = readFileSync(fetchNode(ownMachine()).executable);
    for (const file of [MEASURE, SERVO_EXEC]) {
      const bytes = readFileSync(file);
      for (const library of ['GLIBC', 'GLIBCXX'] as const) {
        assert.equal(newestVersion(bytes, library), newestVersion(node, library));
      }
      assert.ok(bytes.includes('// src/driver/stop-signals.ts'));
      assert.ok(!bytes.includes(ROOT), 'a path of the machine that made it');
    }
  });

  test('the bill of materials has the bundled packages, and Node with its parts', () => {
    const folders = bundledPackages(JSON.parse(readFileSync(join(ROOT, METAFILE), 'utf8')) as Metafile);
    const bill = billOfMaterials(folders, fetchNode(ownMachine())) as {
      readonly bomFormat: string;
      readonly metadata: { readonly component: { readonly name: string } };
      readonly components: readonly { name: string; version: string; components?: readonly { name: string }[] }[];
    };
    assert.equal(bill.bomFormat, 'CycloneDX');
    assert.equal(bill.metadata.component.name, 'servo-exec');
    const names = bill.components.map(({ name }) => name);
    assert.deepEqual(names, [...folders.map((folder) => folder.replace('node_modules/', '')), 'node']);
    const node = bill.components.at(-1);
    assert.equal(node?.version, NODE_VERSION);
    const parts = node.components?.map(({ name }) => name) ?? [];
    for (const part of ['openssl', 'v8', 'uv', 'zlib']) assert.ok(parts.includes(part), part);
  });
});
