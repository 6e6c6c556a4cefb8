import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { openScene } from '../support/scene.ts';
import { readDocument, ROOT } from './markdown.ts';

const { code } = readDocument('docs/comparing.md');
const config = code.find(({ language }) => language === 'yaml')?.text ?? '';
const scripts = code.filter(({ language }) => language === 'sh').map(({ text }) => text);

void suite('docs/comparing.md', () => {
  test('has commands that do what it says, one after the other', (t) => {
    const scene = openScene(t);
    scene.file('load.yaml', config);
    for (const build of ['base', 'head']) scene.file(build, '#!/bin/sh\nexec sleep 0.05\n', 0o755);
    mkdirSync(join(scene.folder, 'bin'));

    symlinkSync(join(ROOT, 'dist/servo-exec.js'), join(scene.folder, 'bin/servo-exec'));
    const environment = { ...scene.environment, PATH: `${scene.folder}/bin:${scene.environment['PATH'] ?? ''}` };
    assert.ok(scripts.length >= 6);
    for (const script of scripts) {
      const { status, stderr, stdout } = spawnSync('/bin/sh', ['-ec', script], {
        cwd: scene.folder,
        env: environment,
        encoding: 'utf8',
      });
      // How long a build takes is up to the machine, and so is whether a limit is exceeded.
      assert.ok([0, 4, 5].includes(status ?? -1), `${script}${stderr}${stdout}`);
      assert.equal(stderr, '', script);
    }
    assert.match(
      scene.read('comment.md'),
      /^- A: baseline\.json, 10 measurements\n- B: series-latest, 10 measurements\n/,
    );
    assert.match(scene.read('load.prom'), /^servo_exec_duration_pre\{/m);
    assert.match(scene.read('load.csv'), /^series,/);
  });
});
