import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';

const PROGRAM = new URL('../../dist/servo-exec.js', import.meta.url).pathname;
const CANARY = 'cAnArY-4711';

/** A measurement whose driver and guard were killed in its window, with a post task that prints a secret. */
async function crashed(t: TestLife): Promise<Scene> {
  const scene = openScene(t);
  const driver = startDriver(scene, {
    env: { THE_TOKEN: CANARY },
    config: {
      exec: {
        pre: [{ exec: 'true', env: { A: '${secret:THE_TOKEN}' } }],
        start: [{ shell_exec: 'echo started >> log' }],
        post: [
          {
            env: { TOKEN: '${secret:THE_TOKEN}' },
            shell_exec: 'echo "it is $TOKEN"; test "$TOKEN" = cAnArY-47"11" && echo had it >> log; exit 9',
          },
          { shell_exec: 'echo cleaned up >> log' },
        ],
      },
    },
    request: { control: { duration: 600 } },
  });
  await driver.told(/^window/);
  // Halted, it starts no other guard.
  driver.signal('SIGSTOP');
  for (const { pid } of scene.processes()) if (pid !== driver.pid) process.kill(pid, 'SIGKILL');
  driver.signal('SIGKILL');
  await driver.ended();
  await scene.empty();
  assert.deepEqual(scene.log(), ['started']);
  return scene;
}

function recover(scene: Scene, env: Readonly<Record<string, string>>): string {
  const { stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'recover'], {
    cwd: scene.folder,
    env: { ...scene.environment, ...env },
    encoding: 'utf8',
  });
  return stdout + stderr;
}

function showsNoSecret(scene: Scene): void {
  const state = join(scene.folder, '.state');
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).map((name) => join(state, name));
  const texts = files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'utf8'));
  assert.ok(
    texts.some((text) => text.includes('secret:THE_TOKEN')),
    'the ledger has the placeholder',
  );
  assert.ok(
    texts.every((text) => !text.includes(CANARY)),
    'and nothing has the value',
  );
}

void suite('a recovery', () => {
  test('looks secrets up again, and hides them', async (t) => {
    const scene = await crashed(t);
    showsNoSecret(scene);
    const told = recover(scene, { THE_TOKEN: CANARY });
    assert.deepEqual(scene.log(), ['started', 'had it', 'cleaned up']);
    assert.doesNotMatch(told, new RegExp(CANARY));
    showsNoSecret(scene);
  });

  test('leaves out a post task whose secret is not there any more, says so, and runs the others', async (t) => {
    const scene = await crashed(t);
    const told = recover(scene, {});
    assert.deepEqual(scene.log(), ['started', 'cleaned up']);
    assert.match(told, /post\[0\].*`THE_TOKEN`, which is to hold a secret, is not set/);
  });
});
