import type { RunEvent } from '../../events.ts';
import { isFailure } from '../../tasks/task-attempt.ts';
import { formatDuration } from '../../text/duration.ts';
import { visible } from '../../text/visible.ts';
import { noticeLines, outputLines } from '../plain-lines.ts';
import { describeCancelling, describeResult } from '../words.ts';
import { faint, nameOf, stageBlock } from './entry-lines.ts';
import type { Line } from './line.ts';
import type { RunModel } from './run-model.ts';
import type { Symbols } from './symbols.ts';

const MOST_OUTPUT_LINES = 20;

/** What stays on the terminal for good, above what is under way. The model has the event already. */
export function toldLines(event: RunEvent, model: RunModel, symbols: Symbols): readonly Line[] {
  switch (event.type) {
    case 'run-started': {
      const askedMs = (event.durationSeconds + event.warmupSeconds + event.delaySeconds) * 1000;
      const window = model.windowMaxMs === undefined ? '' : 'at most ';
      const rest = `, run ${event.runId}, window ${window}${formatDuration(model.windowMaxMs ?? askedMs)}`;
      return [[{ text: visible(event.app), tone: 'strong' }, faint(rest)]];
    }
    case 'stage-ended': {
      const stage = model.stages.find((other) => other.stage === event.stage);
      return stage === undefined || stage.planned === 0 ? [] : stageBlock(stage, symbols);
    }
    case 'window-ended': {
      const time = faint(`  ${formatDuration(event.endMs - event.startMs)}`);
      const isCut = model.interruption !== undefined;
      const symbol: Line[number] = isCut
        ? { text: symbols.stopped, tone: 'note' }
        : { text: symbols.good, tone: 'good' };
      return [[symbol, { text: ' window', tone: 'strong' }, time, ...(isCut ? [faint(', cut short')] : [])]];
    }
    case 'task-output': {
      const lines = outputLines(event);
      const [heading = '', ...printed] = lines;
      const left = printed.length - MOST_OUTPUT_LINES;
      const omitted = left > 0 ? [`  | [${String(left)} lines left out]`] : [];
      return [heading, ...omitted, ...printed.slice(-MOST_OUTPUT_LINES)].map((text) => [{ text }]);
    }
    case 'task-ended': {
      // In the stage itself it is told with the others.
      const isTold = model.current?.stage === event.task.stage || !event.background || !isFailure(event.result);
      if (isTold) return [];
      const what = `  ended in the background: ${visible(describeResult(event.result))},`;
      const time = faint(` ${formatDuration(event.durationMs)}`);
      return [
        [
          { text: `  ${symbols.passedOver}`, tone: 'note' },
          { text: ` ${nameOf(event.task)}` },
          { text: what, tone: 'note' },
          time,
        ],
      ];
    }
    case 'interrupted':
      if (event.interruption.kind !== 'cancelled') return [];
      return [[{ text: visible(describeCancelling(event.interruption.cause)), tone: 'note' }]];
    case 'clean-up-given-up':
    case 'clean-up-missed':
    case 'survivors':
    case 'waiting':
    case 'recovering':
    case 'recovered':
    case 'guard-lost':
    case 'machine-limited':
      return noticeLines(event).map((text) => [{ text, tone: 'note' }]);
    case 'stage-started':
    case 'window-started':
    case 'task-started':
    case 'task-ready':
    case 'sample':
    case 'attempt-started':
    case 'attempt-ended':
    // The closing lines have them.
    case 'metrics-read':
    case 'run-ended':
      return [];
  }
}
