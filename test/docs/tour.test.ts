/** docs/tour.md, command by command, in an empty folder, as a new user would go through it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openScene } from '../support/scene.ts';
import { readDocument, ROOT } from './markdown.ts';

const blocks = readDocument('docs/tour.md')
  .code.filter(({ language }) => language === 'sh')
  .map(({ text }) => text);

test('docs/tour.md leads from an empty folder to a report', (t) => {
  const scene = openScene(t);
  const env = { ...scene.environment, npm_config_offline: 'true', npm_config_audit: 'false' };
  const call = (program: string, args: readonly string[], cwd: string): ReturnType<typeof spawnSync> =>
    spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: 120_000 });
  const packed = call('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scene.folder], ROOT);
  assert.equal(packed.status, 0, String(packed.stderr));
  const [tarball = ''] = readdirSync(scene.folder).filter((name) => name.endsWith('.tgz'));
  // What was not published yet is installed from its tarball.
  const script = blocks.join('\necho "=== next"\n').replace('install servo-exec', `install ../${tarball}`);
  scene.file('tour.sh', `set -e\n${script}`);
  const { status, stdout, stderr } = call('bash', ['tour.sh'], scene.folder);
  const told = String(stdout).split('=== next\n');
  assert.equal(status, 0, `${String(stdout)}\n${String(stderr)}`);
  assert.equal(told.length, blocks.length);
  const [install = '', , config = '', measurement = '', broken = '', killed = '', back = ''] = told;
  assert.match(install, /^\d+\.\d+\.\d+/m);
  assert.match(config, /config\.yaml.*is valid|ok/);
  assert.match(config, /start:\n +1\. service, in the background/);
  assert.match(measurement, /^ok in /m);
  assert.match(measurement, /requests per second: \d+/);
  assert.match(broken, /into the window: start task "load" has ended: exit code 1/);
  assert.match(broken, /out of sockets/);
  assert.match(broken, /exit code 1$/m);
  assert.match(killed, /died/);
  assert.match(killed, /clean up/);
  assert.equal(back.match(/^\S*\d{8}-\d{6}-\S+/gm)?.length, 3);
  const page = join(scene.folder, 'tour', 'report.html');
  assert.ok(existsSync(page) && readFileSync(page, 'utf8').startsWith('<!doctype html>'));
  assert.deepEqual(scene.processes(), []);
});
