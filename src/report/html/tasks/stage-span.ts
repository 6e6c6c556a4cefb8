import type { StageTime } from '../../../journal/result-format.ts';
import type { Span } from '../../span.ts';
import type { ReportedTask, Subject } from '../../subject.ts';

/** From the beginning of a stage to its end; background tasks may go on. A clean-up that came later is part of it. */
export function spanOfStage(tasks: readonly ReportedTask[], { span }: Subject, time: StageTime | undefined): Span {
  const started = tasks.flatMap(({ record }) => record.startedAtMs ?? []);
  const ended = tasks.flatMap(({ record, plan }) => (plan.background ? [] : (record.endedAtMs ?? [])));
  const startMs = least([time?.startedAtMs ?? [], started].flat()) ?? span.startMs;
  const endMs = most([time?.endedAtMs ?? [], ended].flat()) ?? span.endMs;
  return { startMs, endMs: Math.max(startMs, endMs) };
}

/** Not by `Math.min(...list)`, which takes no list of any length. */
function least(list: readonly number[]): number | undefined {
  return list.reduce<number | undefined>((sofar, ms) => (sofar === undefined || ms < sofar ? ms : sofar), undefined);
}

function most(list: readonly number[]): number | undefined {
  return list.reduce<number | undefined>((sofar, ms) => (sofar === undefined || ms > sofar ? ms : sofar), undefined);
}
