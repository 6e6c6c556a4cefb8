import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Command } from 'commander';
import { completionLines } from '../../src/cli/complete.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { waitFor } from '../support/wait.ts';

const PROGRAM = new URL('../../dist/servo-exec.js', import.meta.url).pathname;

/** What is typed before TAB, and what then stands there. */
const CASES = {
  'a command': ['servo-exec vali', 'servo-exec validate'],
  'an option': ['servo-exec run --dur', 'servo-exec run --duration'],
  'a word that an option takes': ['servo-exec init --template jen', 'servo-exec init --template jenkins'],
  'the same behind `=`': ['servo-exec init --template=jen', 'servo-exec init --template=jenkins'],
  'a word that a command takes': ['servo-exec completion fi', 'servo-exec completion fish'],
  'a command to get help for': ['servo-exec help sch', 'servo-exec help schema'],
  'the name of a config': ['servo-exec validate one.yaml loa', 'servo-exec validate one.yaml load test.yaml'],
  'a folder, and no file': ['servo-exec run --state-dir sta', 'servo-exec run --state-dir state'],
  'nothing where anything may stand': ['servo-exec run --app loa', 'servo-exec run --app loa'],
  'a command that is called by its path': ['~/bin/servo-exec vali', '~/bin/servo-exec validate'],
} as const;

/** A folder in which servo-exec can be called by its name. */
function openShellScene(t: TestLife): Scene {
  const scene = openScene(t);
  mkdirSync(join(scene.folder, 'bin'));
  symlinkSync(PROGRAM, join(scene.folder, 'bin/servo-exec'));
  mkdirSync(join(scene.folder, 'state'));
  for (const name of ['load test.yaml', 'start.txt', 'static']) scene.file(name, '');
  const environment = { ...scene.environment, PATH: `${join(scene.folder, 'bin')}:${scene.environment['PATH'] ?? ''}` };
  return { ...scene, environment };
}

const SHELLS = {
  bash: { command: 'bash --norc --noprofile -i', setUp: 'source <(servo-exec completion bash)' },
  zsh: {
    command: 'zsh -f -i',
    setUp: 'autoload -U compinit; compinit -D -u; source <(servo-exec completion zsh)',
  },
} as const;

for (const [name, { command, setUp }] of Object.entries(SHELLS)) {
  suite(`TAB in ${name} completes`, { skip: missing(name) ?? missing('script') ?? false }, () => {
    for (const [what, [typed, completed]] of Object.entries(CASES)) {
      test(what, async (t) => {
        const scene = openShellScene(t);
        const shell = spawn('script', ['-qfec', command, '/dev/null'], {
          cwd: scene.folder,
          env: { ...scene.environment, TERM: 'xterm', PS1: '> ', HISTFILE: '' },
        });
        let output = '';
        shell.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text;
        });
        // In two pieces, so that what the terminal echoes of it is not taken for what it prints.
        const say = (word: string): string => `echo ${word.slice(0, 2)}''${word.slice(2)}\n`;
        shell.stdin.write(`${setUp}; ${say('SET-UP')}`);
        await waitFor('the shell', () => output.includes('SET-UP'));
        // To the beginning of the line with Ctrl-A, to see what stands there.
        shell.stdin.write(`${typed}\t\u0001echo RESULT \n${say('THE-END')}`);
        await waitFor('the completion', () => output.includes('THE-END'));
        const results = [
          ...stripVTControlCharacters(output)
            .replaceAll('\r', '')
            .matchAll(/^RESULT (.*)$/gm),
        ].map(([, line = '']) => line.trim().replace(/\/$/, ''));
        const expected = completed.replace('~', scene.folder);
        assert.deepEqual(results, [expected], JSON.stringify(output));
        shell.stdin.end('exit\n');
      });
    }
  });
}

suite('TAB in fish completes', { skip: missing('fish') ?? false }, () => {
  for (const [what, [typed, completed]] of Object.entries(CASES)) {
    test(what, (t) => {
      const scene = openShellScene(t);
      const code = `servo-exec completion fish | source; complete -C '${typed}'`;
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', code], {
        cwd: scene.folder,
        env: scene.environment,
        encoding: 'utf8',
      });
      const word = completed.slice(typed.lastIndexOf(' ') + 1);
      const expected = completed === typed ? [] : [word];
      const candidates = stdout.split('\n').flatMap((line) => line.split('\t')[0] ?? []);
      assert.deepEqual(
        [candidates.filter((candidate) => candidate !== '').map((candidate) => candidate.replace(/\/$/, '')), stderr],
        [expected, ''],
      );
    });
  }
});

test('the runs in the state folder are completed where a command takes one, the newest first', async (t) => {
  const scene = openScene(t);
  for (const runId of ['20260131-142500-k3x9zq', '20260201-000000-aaaaaa']) {
    mkdirSync(join(scene.folder, '.state/servo-exec/runs', runId), { recursive: true, mode: 0o700 });
  }
  const program = new Command('servo-exec');
  program.command('show').argument('<run>').argument('[task]');
  const lines = (...words: string[]): Promise<string[]> => completionLines(program, words, scene.environment);
  const [newest, oldest] = ['20260201-000000-aaaaaa\t', '20260131-142500-k3x9zq\t'];
  assert.deepEqual(await lines('show', ''), ['words', 'latest\t', newest, oldest]);
  assert.deepEqual(await lines('show', '202601'), ['words', oldest]);
  assert.deepEqual(await lines('show', 'latest', ''), ['words']);
});

function missing(program: string): string | undefined {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return error === undefined ? undefined : `${program} is not installed`;
}
