/** The pipelines of docs/ci.md, step by step, in the environment that their runners set. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { parse } from 'yaml';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { readDocument, ROOT } from './markdown.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: { readonly path?: string };
}

const [workflow, pipeline] = readDocument('docs/ci.md')
  .code.filter(({ language }) => language === 'yaml')
  .map(({ text }) => text);
const steps = (parse(workflow ?? '') as { jobs: { measure: { steps: readonly Step[] } } }).jobs.measure.steps;
const job = (parse(pipeline ?? '') as { measure: Record<string, unknown> }).measure;

const GOOD = `\
exec:
  pre:
    - name: hello
      notify: true
      shell_exec: echo '::error::not a command'
  start:
    - name: load
      async: true
      exec: [sleep, '600']
`;
const BAD = `${GOOD}\
    - name: warm up
      shell_exec: echo '##[add-mask]no route' >&2; exit 3
`;

const packed = mkdtempSync(join(tmpdir(), 'ci-package-'));

/** A clone of a project that uses servo-exec, in which a window is short. */
function project(t: TestLife, config: string): Scene {
  const scene = openScene(t);
  scene.file('load.yaml', config);
  for (const name of ['package.json', 'package-lock.json', 'servo-exec.tgz']) {
    scene.file(name, readFileSync(join(packed, name)));
  }
  return scene;
}

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runStep(scene: Scene, shell: readonly string[], code: string, environment: Record<string, string>): Outcome {
  const script = scene.file('step.sh', code.replaceAll('--duration 30s', '--duration 200ms'));
  const [program = '', ...args] = shell;
  const { status, stdout, stderr } = spawnSync(program, [...args, script], {
    cwd: scene.folder,
    env: { ...scene.environment, ...environment, CI: 'true', npm_config_offline: 'true' },
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}

/** As the runner does: after a failure only what runs `always()`. Returns what each step came to, by its name. */
function runWorkflow(scene: Scene): ReadonlyMap<string, Outcome> {
  const environment = {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: scene.folder,
    GITHUB_STEP_SUMMARY: scene.file('summary', ''),
    RUNNER_TEMP: scene.folder,
  };
  const outcomes = new Map<string, Outcome>();
  let hasFailed = false;
  for (const { name = '', run, if: condition } of steps) {
    if (run === undefined || (hasFailed && condition !== 'always()')) continue;
    const outcome = runStep(scene, ['bash', '-e'], run, environment);
    outcomes.set(name, outcome);
    hasFailed ||= outcome.exitCode !== 0;
  }
  return outcomes;
}

void suite('docs/ci.md', () => {
  before(() => {
    const npm = (...args: string[]): void => {
      const { status, stderr } = spawnSync('npm', args, { cwd: packed, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    };
    npm('pack', '--silent', '--ignore-scripts', '--pack-destination', packed, ROOT);
    spawnSync('sh', ['-c', 'mv servo-exec-*.tgz servo-exec.tgz; echo {} > package.json'], { cwd: packed });
    npm('install', '--silent', '--offline', '--package-lock-only', '--save-dev', './servo-exec.tgz');
  });
  after(() => {
    rmSync(packed, { recursive: true, force: true });
  });

  test('the workflow has some 25 lines', () => {
    const lines = workflow?.trimEnd().split('\n').length ?? 0;
    assert.ok(lines >= 20 && lines <= 30, String(lines));
  });

  test('the workflow for GitHub Actions passes, step by step, with groups and a summary', (t) => {
    const scene = project(t, GOOD);
    const outcomes = runWorkflow(scene);
    for (const [name, outcome] of outcomes) assert.equal(outcome.exitCode, 0, `${name}: ${outcome.stderr}`);
    const { stdout } = outcomes.get('Measure') ?? assert.fail('no step measures');
    assert.deepEqual(stdout.match(/^::(?:end)?group::.*$/gm), [
      '::group::pre: 1 task',
      '::endgroup::',
      '::group::start: 1 task',
      '::endgroup::',
      '::group::window: 200ms',
      '::endgroup::',
    ]);
    assert.deepEqual(
      commandsIn(stdout).filter((name) => !name.endsWith('group')),
      [],
    );
    assert.match(scene.read('summary'), /^### ✅ shop: ok in \S+\n\n\| stage \| tasks \| time \|\n/);
    assert.deepEqual(scene.processes(), []);
  });

  test('a failure points at the line of the config, and what tasks print commands nothing', (t) => {
    const scene = project(t, BAD);
    const outcomes = runWorkflow(scene);
    assert.equal(outcomes.get('Measure')?.exitCode, 1);
    const { stdout = '' } = outcomes.get('Measure') ?? {};
    assert.deepEqual(stdout.match(/^::error .*$/gm), [
      '::error file=load.yaml,line=10,col=7,title=servo-exec%3A failed::Failed in start task "warm up": exit code 3%0Astandard error:%0A##[add-mask]no route',
    ]);
    assert.deepEqual(
      commandsIn(stdout).filter((name) => !name.endsWith('group')),
      ['error'],
    );
    assert.match(
      scene.read('summary'),
      /^### ❌ shop: failed in[^]*\n```text\nFailed in start task &?"warm up": exit code 3\n/,
    );
    assert.deepEqual(scene.processes(), []);
  });

  test('the workflow makes a report, and what it uploads is there, after a failure too', (t) => {
    const scene = project(t, BAD);
    assert.equal(runWorkflow(scene).get('Report')?.exitCode, 0);
    const uploaded = steps.flatMap((step) => (step.with?.path ?? '').split('\n').filter((path) => path !== ''));
    assert.ok(uploaded.length > 0);
    for (const path of uploaded) assert.ok(existsSync(join(scene.folder, path)), path);
  });

  for (const [what, config, exitCode] of [
    ['passes', GOOD, 0],
    ['fails with 1, after which it is tried again,', BAD, 1],
  ] as const) {
    test(`the pipeline for GitLab ${what} step by step`, (t) => {
      const scene = project(t, config);
      const script = job['script'] as readonly string[];
      // The runner makes one script of all.
      const outcome = runStep(scene, ['bash'], ['set -eo pipefail', ...script].join('\n'), { GITLAB_CI: 'true' });
      assert.equal(outcome.exitCode, exitCode, outcome.stderr);
      assert.match(outcome.stdout, /^\d\d:\d\d:\d\d {2}measuring shop, run /m);
      assert.doesNotMatch(outcome.stdout, /^::/m);
      const { paths } = job['artifacts'] as { paths: readonly string[] };
      for (const path of paths) assert.ok(existsSync(join(scene.folder, path)), path);
      assert.deepEqual((job['retry'] as { exit_codes: unknown }).exit_codes, 1);
    });
  }

  test('the pipeline for GitLab makes a JUnit file', (t) => {
    const scene = project(t, BAD);
    runStep(scene, ['bash'], (job['script'] as readonly string[]).join('\n'), { GITLAB_CI: 'true' });
    const outcome = runStep(scene, ['bash'], (job['after_script'] as readonly string[]).join('\n'), {});
    assert.equal(outcome.exitCode, 0, outcome.stderr);
    const { reports } = job['artifacts'] as { reports: { junit: string } };
    assert.match(scene.read(reports.junit), /<testsuite[^]*<failure/);
  });
});

/** What the runner takes for commands: `::name` at the beginning of a line, `##[name]` anywhere in one. */
function commandsIn(log: string): string[] {
  const found: string[] = [];
  let token: string | undefined;
  for (const line of log.split('\n')) {
    const name = /^\s*::([^ :]+)[ :]/.exec(line)?.[1] ?? /##\[([^ \]]+)/.exec(line)?.[1];
    if (name === undefined) continue;
    if (token !== undefined) {
      if (name === token) token = undefined;
    } else if (name === 'stop-commands') {
      token = line.slice('::stop-commands::'.length);
      assert.match(token, /^[0-9a-f-]{36}$/);
    } else {
      found.push(name);
    }
  }
  assert.equal(token, undefined, 'commands are commands again');
  return found;
}
