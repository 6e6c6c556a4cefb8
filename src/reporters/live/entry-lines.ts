import type { TaskRef } from '../../events.ts';
import { formatDuration } from '../../text/duration.ts';
import { visible } from '../../text/visible.ts';
import { describeResult } from '../words.ts';
import type { Line, Span } from './line.ts';
import type { StageEntry, StageModel } from './stage-model.ts';
import type { Symbols } from './symbols.ts';

/** The author's name for a task, else its place. */
export function nameOf(task: TaskRef): string {
  return visible(task.label);
}

/** A task that a stage is done with: `✓ hello 12ms`. */
export function entryLine(entry: StageEntry, symbols: Symbols): Line {
  const name = { text: ` ${nameOf(entry.task)}` };
  if (entry.kind === 'in-background') return [{ text: `  ${symbols.background}` }, name, faint('  in the background')];
  const { result, passedOver, durationMs, attempts } = entry;
  const tries = attempts > 1 ? `, ${String(attempts)} attempts` : '';
  const rest = `${formatDuration(durationMs)}${tries}`;
  if (result.kind === 'success') {
    // That of a request may be one of several.
    const status = 'status' in result ? `${describeResult(result)}, ` : '';
    return [{ text: `  ${symbols.good}`, tone: 'good' }, name, faint(`  ${status}${rest}`)];
  }
  if (result.kind === 'stopped') {
    return [{ text: `  ${symbols.stopped}`, tone: 'note' }, name, faint(`  stopped, ${rest}`)];
  }
  const [symbol, tone] = passedOver ? ([symbols.passedOver, 'note'] as const) : ([symbols.bad, 'bad'] as const);
  const what = `  ${visible(describeResult(result))}${passedOver ? ', passed over' : ''},`;
  return [{ text: `  ${symbol}`, tone }, name, { text: what, tone }, faint(` ${rest}`)];
}

/** A stage that is over, with its tasks; of one with many, only those that failed. */
export function stageBlock(stage: StageModel, symbols: Symbols): readonly Line[] {
  const { counts, done, planned, recent, troubles, startedAtMs = 0, endedAtMs = 0 } = stage;
  const isCut = counts.stopped > 0 || done < planned;
  const [symbol, tone] =
    counts.failed > 0
      ? ([symbols.bad, 'bad'] as const)
      : isCut
        ? ([symbols.stopped, 'note'] as const)
        : ([symbols.good, 'good'] as const);
  const isLong = done > recent.length;
  const tasks = isLong || done < planned ? `${countsOf(stage)}, ` : '';
  const rest = faint(`  ${tasks}${formatDuration(endedAtMs - startedAtMs)}`);
  const heading: Line = [{ text: symbol, tone }, { text: ` ${stage.stage}`, tone: 'strong' }, rest];
  const told = isLong ? troubles : recent;
  const untold = isLong ? counts.failed + counts.passedOver - troubles.length : 0;
  const more = untold > 0 ? [[faint(`  and ${String(untold)} more that failed`)]] : [];
  return [heading, ...told.map((entry) => entryLine(entry, symbols)), ...more];
}

/** `2 of 3 tasks, 1 passed over` */
export function countsOf({ counts, done, planned }: StageModel): string {
  const all = `${String(planned)} ${planned === 1 ? 'task' : 'tasks'}`;
  return [
    done < planned ? `${String(done)} of ${all}` : all,
    ...(counts.background > 0 ? [`${String(counts.background)} in the background`] : []),
    ...(counts.failed > 0 ? [`${String(counts.failed)} failed`] : []),
    ...(counts.passedOver > 0 ? [`${String(counts.passedOver)} passed over`] : []),
  ].join(', ');
}

export function faint(text: string): Span {
  return { text, tone: 'faint' };
}
