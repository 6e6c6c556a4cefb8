/** What a shell takes otherwise than its author meant it. None of it is surely a mistake. */
import { quote } from './shown.ts';
import type { Problem } from './source-text.ts';

/** A shell's own `${run:-none}` and `${run:1}` have no letter after the colon. */
const PLACEHOLDER = /\$\{((?:control|run|window|env|secret):[A-Za-z_][^${}]*|secret_file:\/[^${}]*)\}/g;
const DEVICE = /(?<![\w./-])\/dev\/(stderr|stdout)(?![\w./-])/g;

/** The variables that say the same as a placeholder (`docs/config.md` has all of them). */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['control:duration', 'SERVO_EXEC_DURATION'],
  ['control:warmup', 'SERVO_EXEC_WARMUP'],
  ['control:delay', 'SERVO_EXEC_DELAY'],
  ['run:id', 'SERVO_EXEC_RUN_ID'],
  ['run:app', 'SERVO_EXEC_APP_ID'],
  ['run:dir', 'SERVO_EXEC_RUN_DIR'],
  ['window:start', 'SERVO_EXEC_WINDOW_START'],
  ['window:end', 'SERVO_EXEC_WINDOW_END'],
]);

const MOST = 20;

/** Slips in a text for the shell, each once, and of very many the first. */
export function shellSlips(text: string): readonly Problem[] {
  const slips = new Map<string, Problem>();
  for (const [whole, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (slips.size >= MOST) break;
    slips.set(whole, placeholderSlip(whole, name));
  }
  for (const [whole, device = ''] of text.matchAll(DEVICE)) {
    if (slips.size >= MOST) break;
    slips.set(whole, deviceSlip(whole, device));
  }
  return [...slips.values()];
}

function placeholderSlip(whole: string, name: string): Problem {
  const variable = name.startsWith('env:') ? name.slice('env:'.length) : VARIABLES.get(name);
  return {
    message: `nothing is filled in for ${quote(whole)} in \`shell_exec\``,
    hint:
      variable === undefined
        ? 'write it in `env`, where it is filled in, and use that variable'
        : `the shell has it as ${quote(`$${variable}`)}`,
    at: whole,
  };
}

function deviceSlip(whole: string, device: string): Problem {
  return {
    message: `\`${whole}\` cannot be opened: the output of a task is a socket`,
    hint: device === 'stderr' ? 'write `>&2`' : 'write `>&1`, or nothing, since the output goes there by itself',
    at: whole,
  };
}
