import type { Answer } from '../../driver/measure-driver.ts';
import { countsOf } from '../../reporters/live/entry-lines.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import type { StageModel } from '../../reporters/live/stage-model.ts';
import { formatDuration } from '../../text/duration.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import type { Paint } from '../colours.ts';
import { tableLines } from '../table.ts';

export interface ClosingOf {
  readonly answer: Answer;
  readonly model: RunModel;
  /** What one should know beside a good outcome; the message of another one has it. */
  readonly notes: readonly string[];
  /** What was measured. */
  readonly figures: readonly string[];
  /** Where its files are. */
  readonly runFolder: string | undefined;
  /** The command that tells more. */
  readonly lookAt: string;
}

/** The word for what became of it. */
export function outcomeOf(answer: Answer): 'ok' | 'failed' | 'cancelled' {
  if (answer.status === 'ok') return 'ok';
  return answer.reason === 'cancelled' ? 'cancelled' : 'failed';
}

/** What ran, how long, what failed and its last lines, where the files are. */
export function closingLines(
  { answer, model, notes, figures, runFolder, lookAt }: ClosingOf,
  paint: Paint,
): readonly string[] {
  const outcome = outcomeOf(answer);
  const colour = ({ ok: 'green', failed: 'red', cancelled: 'yellow' } as const)[outcome];
  const took = formatDuration(model.lastAtMs - model.startedAtMs);
  const message = answer.status === 'ok' ? [] : ['', ...visibleLines(answer.message)];
  const files = runFolder === undefined ? [] : ['', `files: ${visible(runFolder)}`, `more:  ${visible(lookAt)}`];
  return [
    '',
    `${paint(colour, outcome)} in ${took}`,
    ...tableLines(model.stages.flatMap((stage) => stageRow(stage, model))),
    ...(answer.status === 'ok' ? notes.flatMap((note) => visibleLines(`- ${note}`)) : []),
    ...(figures.length === 0 ? [] : ['', 'figures:', ...figures.map((line) => `  ${line}`)]),
    ...message,
    ...files,
  ];
}

function stageRow(stage: StageModel, { lastAtMs }: RunModel): string[][] {
  const { startedAtMs, endedAtMs, planned } = stage;
  const isWindow = stage.stage === 'window';
  if (planned === 0 && !isWindow) return [];
  if (startedAtMs === undefined) return [[`  ${stage.stage}`, 'not reached']];
  return [[`  ${stage.stage}`, formatDuration((endedAtMs ?? lastAtMs) - startedAtMs), isWindow ? '' : countsOf(stage)]];
}
