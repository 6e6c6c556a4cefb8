import { groupAttempts, numbersOf } from '../attempt-groups.ts';
import type { Printed } from '../printed.ts';
import type { ReportedTask, Subject } from '../subject.ts';
import { xml, type Xml } from './xml.ts';

/** A test case, and what it counts as. */
export interface Case {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly label: string;
  readonly ms: number;
  readonly inside: Xml;
}

/**
 * A task fails where the measurement failed with it. One whose failure was passed over has passed, and tells so in its output;
 * one whose end nobody saw, or that still runs, is an error.
 */
export function caseOfTask(task: ReportedTask, { span }: Subject): Case {
  const { record, end, place, printed } = task;
  const { label } = record.task;
  const begun = record.startedAtMs;
  const ms = record.durationMs ?? (begun === null ? 0 : Math.max(0, span.endMs - begun));
  const base = { label: label === place ? place : `${place} ${label}`, ms };
  const out = xml`<system-out>${[...linesOf(task), ...printed.map(textOf)].join('\n')}</system-out>`;
  switch (end.state) {
    case 'failed': {
      const inside = xml`<failure type="${record.result?.kind ?? ''}" message="${end.text}">${end.text}</failure>${out}`;
      return { ...base, kind: 'failure', inside };
    }
    case 'not-seen':
    case 'running':
      return { ...base, kind: 'error', inside: xml`<error type="${end.state}" message="${end.text}"></error>${out}` };
    case 'not-run':
      return { ...base, kind: 'skipped', inside: xml`<skipped message="${end.text}"></skipped>` };
    case 'stopped':
      // Beside the others that is how it ends; else it had no chance to.
      if (task.plan.background) return { ...base, kind: 'passed', inside: out };
      return { ...base, kind: 'skipped', inside: xml`<skipped message="${end.text}"></skipped>${out}` };
    case 'ok':
    case 'passed-over':
    case 'left-running':
      return { ...base, kind: 'passed', inside: out };
  }
}

const MOST_GROUPS = 20;

/** How it ended, and its attempts where there are several. */
function linesOf({ record, end }: ReportedTask): readonly string[] {
  const groups = record.attempts.length > 1 ? groupAttempts(record.attempts) : [];
  const hidden = groups.length - MOST_GROUPS;
  return [
    end.text,
    ...(hidden > 0 ? [`[${String(hidden)} lines of attempts left out]`] : []),
    ...groups.slice(-MOST_GROUPS).map((group) => `${numbersOf(group)}: ${group.text}`),
    ...record.survivors.map(({ pid, command }) => `process ${String(pid)} (${command}) could not be stopped`),
  ];
}

const STREAM_NAMES = { stdout: 'standard output', stderr: 'standard error', body: 'body', all: 'output' } as const;

function textOf({ stream, text, omittedBytes }: Printed): string {
  const leftOut = omittedBytes > 0 ? `[${String(omittedBytes)} bytes left out]\n` : '';
  return `${STREAM_NAMES[stream]}:\n${leftOut}${text}`;
}
