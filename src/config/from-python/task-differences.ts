import { isScalar } from 'yaml';
import type { Part } from '../issue.ts';
import { scalarText } from '../plain-scalar.ts';
import { given } from '../schema-kit.ts';
import { isMapping, type Mapping } from '../values.ts';
import type { Note } from './difference.ts';
import { isTrue, itemsOf, noteDuration, noteKeys } from './keys.ts';
import { noteRequest } from './request-differences.ts';
import { noteTexts } from './texts.ts';

/** What won over what, where there were several. */
const MODES = ['request', 'exec', 'shell_exec'] as const;
const KNOWN = ['name', 'async', 'ignore_exitcode', 'notify', 'retries', 'timeout', ...MODES];
const NEW = ['retry_delay', 'cwd', 'env', 'stop_signal', 'stop_grace_period', 'keep_running'];

export function noteTask(task: Mapping, place: string, self: Part, note: Note): void {
  noteKeys(task, KNOWN, NEW, note);
  const key = (name: string): Part => ({ of: task, key: name, keyItself: true });
  if (!given(task, 'name'))
    note('the-answer', `a task without a name was called \`None\`; here it is \`${place}\``, self);
  else noteTexts(task, 'name', note, false);
  const modes = MODES.filter((name) => name in task);
  const [mode] = modes;
  if (mode === undefined) {
    note('unknown-keys', 'a task with nothing to do failed when its turn came; here it is an error', self);
    return;
  }
  if (modes.length > 1) {
    const others = modes.slice(1).map((name) => `\`${name}\``);
    note(
      'unknown-keys',
      `\`${mode}\` ran, and ${others.join(' and ')} did not; here it is an error`,
      key(modes.at(-1) ?? mode),
    );
  }
  const background = isTrue(task, 'async');
  noteTimeout(task, mode === 'request', background, note);
  if (isTrue(task, 'notify')) note('notify', notifyMessage(mode, background), key('notify'));
  if (mode === 'request') {
    if (background)
      note(
        'background-tasks',
        '`async` had no effect on a request; here it is made in the background, and its failure is only noted',
        key('async'),
      );
    const request = task['request'];
    if (request !== undefined && isMapping(request)) noteRequest(request, key('request'), note);
    return;
  }
  noteTexts(task, mode, note, mode === 'exec');
  if (mode === 'shell_exec') noteShell(task, note);
  if (background && !isTrue(task, 'keep_running'))
    note(
      'background-tasks',
      'background tasks were stopped one after the other, the process alone and with SIGKILL after 0.5 s; here all at once, with everything they started',
      key('async'),
    );
}

function noteTimeout(task: Mapping, isRequest: boolean, background: boolean, note: Note): void {
  if (!given(task, 'timeout')) return;
  const part = { of: task, key: 'timeout', keyItself: true } as const;
  if (isRequest) {
    note('timeouts', '`timeout` had no effect on a request; here it limits each attempt', part);
    return;
  }
  noteDuration(task, 'timeout', note);
  if (background)
    note(
      'timeouts',
      'a background task over its time got SIGTERM alone, up to 5 s late; here it is stopped like any other',
      part,
    );
  else if (!given(task, 'stop_grace_period'))
    note('timeouts', 'SIGKILL came 0.5 s after SIGTERM; here 5 s after it', part);
}

function notifyMessage(mode: (typeof MODES)[number], background: boolean): string {
  if (mode === 'request') return 'a body went out only if the status was good; here always';
  return background
    ? 'what a background task printed went out when it ended; here while it runs'
    : 'the output went out as a whole, standard output and error apart; here its end in one message, after each attempt';
}

function noteShell(task: Mapping, note: Note): void {
  const [command] = itemsOf(task, 'shell_exec');
  if (command === undefined || !isScalar(command.value)) return;
  const text = scalarText(command.value);
  const device = /(?<![\w./-])\/dev\/(?:stderr|stdout)(?![\w./-])/.exec(text)?.[0];
  if (device !== undefined)
    note(
      'the-end-of-a-task',
      `\`${device}\` could be opened; here the output is a socket, and it cannot`,
      command.part,
    );
  if (/(?<![&<>|\\])&(?![&>\d-])/.test(text.replaceAll(/'[^']*'|"[^"]*"/g, '')))
    note(
      'the-end-of-a-task',
      'what is left in the background with `&` kept the task open while it held the output; here the task ends with its shell',
      command.part,
    );
}
