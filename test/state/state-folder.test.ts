import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { DRIVER, measure, startDriver } from '../support/driver.ts';
import { killDriver } from '../support/kill.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { says, stays } from '../support/tasks.ts';

const CONFIG = { exec: { pre: [says('ran')] } };
const NOBODY = 65534;

/** All below a folder that is there, with their modes. */
function modesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const stat = statSync(join(folder, name));
    return `${stat.isDirectory() ? 'folder' : 'file'} ${(stat.mode & 0o777).toString(8)}`;
  });
}

/** A measurement that goes on without that state folder, with one line that says why. */
async function isRefused(scene: Scene, folder: string, why: RegExp): Promise<void> {
  const { answer, stderr } = await measure(scene, { config: CONFIG, args: ['app', '--state-dir', folder] });
  assert.equal(answer.status, 'ok');
  assert.match(stderr, why);
  assert.match(stderr, /^[^\n]*no state folder[^\n]*\n$/);
  assert.equal(scene.log().at(-1), 'ran');
}

void suite('the state folder', { concurrency: 2 }, () => {
  test('is that of --state-dir, SERVO_EXEC_STATE_DIR, XDG_STATE_HOME or HOME, in this order', async (t) => {
    const scene = openScene(t);
    const at = (name: string): string => join(scene.folder, name);
    const env = { SERVO_EXEC_STATE_DIR: at('named'), XDG_STATE_HOME: at('xdg'), HOME: at('home') };
    const cases = [
      { args: ['app', '--state-dir', at('asked')], env, folder: 'asked' },
      { args: ['app'], env, folder: 'named' },
      { args: ['app'], env: { ...env, SERVO_EXEC_STATE_DIR: '' }, folder: 'xdg/servo-exec' },
      {
        args: ['app'],
        env: { ...env, SERVO_EXEC_STATE_DIR: '', XDG_STATE_HOME: 'relative' },
        folder: 'home/.local/state/servo-exec',
      },
    ];
    for (const { folder, ...call } of cases) {
      assert.equal(existsSync(at(folder)), false, folder);
      const { stderr } = await measure(scene, { config: CONFIG, ...call });
      assert.equal(stderr, '');
      assert.deepEqual(readdirSync(at(folder)).sort(), ['active', 'runs'], folder);
    }
    assert.equal(existsSync(at('relative')), false);
  });

  for (const umask of ['000', '022', '077']) {
    test(`is for its owner only with umask ${umask}`, async (t) => {
      const scene = openScene(t);
      const command = ['/bin/sh', '-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, DRIVER] as const;
      const config = { exec: { pre: [{ shell_exec: stays('pre') }], post: [says('post')] } };
      const driver = startDriver(scene, { config, command: [...command] });
      await scene.logged('ready pre');
      const lookedAt = (): string[] => [...new Set(modesBelow(join(scene.folder, '.state')))].sort();
      assert.deepEqual(lookedAt(), ['file 600', 'folder 700']);
      assert.equal(statSync(join(scene.folder, '.state')).mode & 0o777, 0o700);
      await killDriver(driver);
      await scene.empty();
      assert.deepEqual(lookedAt(), ['file 600', 'folder 700']);
    });
  }

  test('is refused where others may write to it or above it, and where it is a link; below a sticky folder it is fine', async (t) => {
    const scene = openScene(t);
    const at = (name: string, mode: number): string => {
      const path = join(scene.folder, name);
      mkdirSync(path, { recursive: true });
      chmodSync(path, mode);
      return path;
    };
    await isRefused(scene, at('group', 0o770), /others may write/);
    await isRefused(scene, at('world', 0o707), /others may write/);
    await isRefused(scene, join(at('open', 0o777), 'state'), /others may write to .*open/);
    symlinkSync(at('real', 0o700), join(scene.folder, 'link'));
    await isRefused(scene, join(scene.folder, 'link'), /symbolic link/);
    assert.deepEqual(readdirSync(join(scene.folder, 'real')), []);
    const sticky = join(at('sticky', 0o1777), 'state');
    const { stderr } = await measure(scene, { config: CONFIG, args: ['app', '--state-dir', sticky] });
    assert.equal(stderr, '');
    assert.deepEqual(readdirSync(sticky).sort(), ['active', 'runs']);
  });

  test('is refused where it is a file, or a link stands for a folder in it', async (t) => {
    const scene = openScene(t);
    await isRefused(scene, scene.file('file', ''), /EEXIST|ENOTDIR/);
    for (const inside of ['active', 'runs']) {
      const folder = join(scene.folder, `state-${inside}`);
      const elsewhere = join(scene.folder, `elsewhere-${inside}`);
      mkdirSync(folder, { mode: 0o700 });
      mkdirSync(elsewhere, { mode: 0o700 });
      symlinkSync(elsewhere, join(folder, inside));
      await isRefused(scene, folder, /ENOTDIR/);
      assert.deepEqual(readdirSync(elsewhere), []);
    }
  });

  test('is refused where it belongs to somebody else', async (t) => {
    if (process.geteuid?.() !== 0) {
      t.skip('only root can give a folder away');
      return;
    }
    const scene = openScene(t);
    const folder = join(scene.folder, 'theirs');
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, NOBODY, NOBODY);
    await isRefused(scene, folder, /belongs to user 65534/);
    const above = join(scene.folder, 'above');
    mkdirSync(above, { mode: 0o755 });
    chownSync(above, NOBODY, NOBODY);
    await isRefused(scene, join(above, 'state'), /above it, belongs to user 65534/);
  });

  test('need not be there for the guard to clean up', async (t) => {
    const scene = openScene(t);
    const config = { exec: { pre: [{ shell_exec: stays('pre') }], post: [says('post')] } };
    const driver = startDriver(scene, { config, args: ['app', '--state-dir', scene.file('file', '')] });
    await scene.logged('ready pre');
    await killDriver(driver);
    await scene.empty();
    assert.deepEqual(scene.log().slice(1), ['post']);
  });

  test('has links in the place of an entry or a ledger that are not followed', async (t) => {
    const scene = openScene(t);
    await measure(scene, { config: CONFIG });
    const state = join(scene.folder, '.state/servo-exec');
    const [runId = ''] = readdirSync(join(state, 'runs'));
    const entry = {
      runId,
      app: 'app',
      section: 'exec',
      configFile: join(scene.folder, 'config.yaml'),
      host: {},
      driver: {},
    };
    const planted = scene.file('planted', JSON.stringify(entry), 0o600);
    symlinkSync(planted, join(state, 'active', runId));
    const { answer, progress } = await measure(scene, { config: CONFIG });
    assert.equal(answer.status, 'ok');
    assert.doesNotMatch(JSON.stringify(progress), /clean/);
    assert.equal(scene.read('planted'), JSON.stringify(entry));
  });
});
