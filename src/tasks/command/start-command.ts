import { statSync } from 'node:fs';
import { fillIn } from '../../config/template.ts';
import type { Command } from '../../config/plan.ts';
import type { AttemptResult } from '../../events.ts';
import { startProcess, type ProcessEnd } from '../../process/start.ts';
import type { Attempt, AttemptContext } from '../attempt.ts';
import { inFolder } from '../in-folder.ts';

/** Starts one attempt of `exec` or `shell_exec`. */
export function startCommand(command: Command, context: AttemptContext): Attempt {
  const fill = (template: Command['argv'][number]): string => fillIn(template, context.facts);
  const [program, ...args] = command.argv;
  const argv = [fill(program), ...args.map(fill)] as const;
  const { workingFolder } = context;
  const cwd = command.cwd === undefined ? workingFolder : inFolder(workingFolder, fill(command.cwd));
  const own = Object.fromEntries([...command.env].map(([name, value]) => [name, fill(value)]));

  const group = startProcess({
    argv,
    cwd,
    environment: [context.environment, context.variables(), own],
    mark: context.mark,
    onOutput: context.discardOutput ? undefined : context.onOutput,
    stopSignal: command.stopSignal,
    gracePeriodMs: command.stopGracePeriodMs,
  });
  return {
    started: group.leader !== undefined,
    process: group.leader,
    ended: group.ended.then((end) => resultOf(end, argv[0], cwd, command)),
    stop: () => group.stop(),
  };
}

function resultOf(end: ProcessEnd, program: string, cwd: string | undefined, command: Command): AttemptResult {
  switch (end.kind) {
    case 'exited':
      return end.exitCode === 0 ? { kind: 'success', exitCode: 0 } : { kind: 'exit-code', exitCode: end.exitCode };
    case 'signalled':
      return { kind: 'signal', signal: end.signal };
    case 'not-started':
      return { kind: 'not-started', code: end.code, message: whyNotStarted(end.code, program, cwd, command) };
  }
}

/** The system says ENOENT for a program, a working folder and an interpreter alike; people want to know which. */
function whyNotStarted(code: string, program: string, cwd: string | undefined, command: Command): string {
  if (cwd !== undefined && !isFolder(cwd))
    return `cannot start ${quoted(program)}: its cwd ${quoted(cwd)} is no folder`;
  switch (code) {
    case 'ENOENT':
      return `cannot start ${quoted(program)}: ${whyNotFound(program, command)}`;
    case 'EACCES':
      return `cannot start ${quoted(program)}: permission denied (is it a file, and executable?)`;
    case 'EINVAL':
      return `cannot start ${quoted(program)}: that is no name of a program, or a NUL stands in an argument`;
    case 'E2BIG':
      return `cannot start ${quoted(program)}: its arguments and environment are longer than the system takes (E2BIG)`;
    default:
      return `cannot start ${quoted(program)}: ${code}`;
  }
}

function whyNotFound(program: string, command: Command): string {
  if (command.argv.length === 1 && /\s/.test(program)) {
    return 'no such file (`exec` with one text is one path; write arguments as a list, or use `shell_exec`)';
  }
  if (program.includes('/')) return 'no such file, or the interpreter in its first line is missing';
  return 'not found in PATH';
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
