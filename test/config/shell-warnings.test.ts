import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import { taskVariables } from '../../src/tasks/facts.ts';
import { check, planOf } from './support.ts';

function warningsOf(text: string): string {
  const checked = check(text);
  if (!checked.ok) throw new Error(renderDiagnostics(checked.diagnostics));
  return renderDiagnostics(checked.warnings);
}

test('a placeholder in shell_exec, where none is filled in, is warned of', () => {
  const text = [
    'exec:',
    '  stop:',
    '    - shell_exec: report --id ${run:id} ${window:start_ms}',
    '    - shell_exec:',
    '        - |',
    '          test -n "${env:HOME}"',
    '          echo ${control:duration}',
    '        - sh',
    '        - ${run:app}',
    '',
  ].join('\n');
  assert.equal(
    warningsOf(text),
    [
      'config.yaml:3:31: warning: nothing is filled in for `${run:id}` in `shell_exec`',
      '  |     - shell_exec: report --id ${run:id} ${window:start_ms}',
      '  |                               ^^^^^^^^^',
      '  the shell has it as `$SERVO_EXEC_RUN_ID`',
      'config.yaml:3:41: warning: nothing is filled in for `${window:start_ms}` in `shell_exec`',
      '  |     - shell_exec: report --id ${run:id} ${window:start_ms}',
      '  |                                         ^^^^^^^^^^^^^^^^^^',
      '  write it in `env`, where it is filled in, and use that variable',
      'config.yaml:6:20: warning: nothing is filled in for `${env:HOME}` in `shell_exec`',
      '  |           test -n "${env:HOME}"',
      '  |                    ^^^^^^^^^^^',
      '  the shell has it as `$HOME`',
      'config.yaml:7:16: warning: nothing is filled in for `${control:duration}` in `shell_exec`',
      '  |           echo ${control:duration}',
      '  |                ^^^^^^^^^^^^^^^^^^^',
      '  the shell has it as `$SERVO_EXEC_DURATION`',
      'config.yaml:9:11: warning: nothing is filled in for `${run:app}` in `shell_exec`',
      '  |         - ${run:app}',
      '  |           ^^^^^^^^^^',
      '  the shell has it as `$SERVO_EXEC_APP_ID`',
    ].join('\n'),
  );
});

test('the variables that a warning names are there', () => {
  const { stages } = planOf('exec: { stop: [{ exec: a }] }');
  const [task] = stages.stop;
  assert.ok(task !== undefined);
  const window = { startMs: 0, endMs: 1 };
  const facts = {
    runId: 'r',
    app: 'a',
    durationSeconds: 1,
    warmupSeconds: 0,
    delaySeconds: 0,
    runDir: () => '/run',
    window: () => window,
  };
  const told = new Set(Object.keys(taskVariables(task, facts)));
  const placeholders = ['control:duration', 'control:warmup', 'control:delay', 'run:id', 'run:app', 'run:dir'];
  const text = [...placeholders, 'window:start', 'window:end'].map((name) => `\${${name}}`).join(' ');
  const named = [...warningsOf(`exec:\n  stop:\n    - shell_exec: ${text}\n`).matchAll(/as `\$(\w+)`/g)];
  assert.equal(named.length, 8);
  for (const [, name = ''] of named) assert.ok(told.has(name), name);
});

test('a device that stands for an output, which is a socket, is warned of', () => {
  assert.equal(
    warningsOf('exec:\n  pre:\n    - shell_exec: echo a > /dev/stderr; date | tee /dev/stdout\n'),
    [
      'config.yaml:3:28: warning: `/dev/stderr` cannot be opened: the output of a task is a socket',
      '  |     - shell_exec: echo a > /dev/stderr; date | tee /dev/stdout',
      '  |                            ^^^^^^^^^^^',
      '  write `>&2`',
      'config.yaml:3:52: warning: `/dev/stdout` cannot be opened: the output of a task is a socket',
      '  |     - shell_exec: echo a > /dev/stderr; date | tee /dev/stdout',
      '  |                                                    ^^^^^^^^^^^',
      '  write `>&1`, or nothing, since the output goes there by itself',
    ].join('\n'),
  );
});

test('what a shell understands is not warned of', () => {
  const texts = [
    'echo ${HOME} ${1:-none} ${run:-none} ${run:+id} ${env:=x} ${window:1} ${environment:id}',
    'echo a > /dev/null 2>&1 < /dev/stdin; ls /dev/stdouts /dev/stderr.d /x/dev/stderr',
  ];
  for (const text of texts) assert.equal(warningsOf(`exec:\n  pre:\n    - shell_exec: '${text}'\n`), '', text);
});

test('in exec a placeholder is filled in, so there is nothing to warn of', () => {
  assert.equal(warningsOf("exec: { stop: [{ exec: [a, '${run:id}', /dev/stderr] }] }"), '');
});

test('of very many the first are told', () => {
  const text = Array.from({ length: 50_000 }, (_, index) => `\${run:a${String(index)}}`).join(' ');
  const warnings = warningsOf(`exec:\n  pre:\n    - shell_exec: ${text}\n`).match(/warning: /g) ?? [];
  assert.equal(warnings.length, 20);
});
