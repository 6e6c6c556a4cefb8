import { formatDuration } from '../../text/duration.ts';
import { fenceFor } from '../../text/fence.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import { countsOf } from '../live/entry-lines.ts';
import type { RunModel } from '../live/run-model.ts';

export interface SummaryOf {
  readonly model: RunModel;
  /** `ok`, or what else became of it. */
  readonly outcome: string;
  /** Why it failed. */
  readonly message: string | undefined;
  readonly notes: readonly string[];
}

const SYMBOLS: Readonly<Record<string, string>> = { ok: '✅', cancelled: '⚪' };
const MOST_NOTES = 50;

/** A run as Markdown, for the page of a job. */
export function stepSummary({ model, outcome, message, notes }: SummaryOf): string {
  const { app, runId, startedAtMs, lastAtMs } = model;
  const took = formatDuration(lastAtMs - startedAtMs);
  const shownNotes = notes.slice(0, MOST_NOTES).map((note) => `- ${escaped(visibleLines(note).join(' '))}`);
  return [
    `### ${SYMBOLS[outcome] ?? '❌'} ${escaped(visible(app))}: ${outcome} in ${took}`,
    '',
    '| stage | tasks | time |',
    '| --- | --- | --- |',
    ...model.stages.flatMap((stage) => {
      if (stage.planned === 0 && stage.stage !== 'window') return [];
      const { startedAtMs: began, endedAtMs: ended } = stage;
      const tasks = stage.stage === 'window' ? '' : countsOf(stage);
      const time = began === undefined ? 'not reached' : formatDuration((ended ?? lastAtMs) - began);
      return [`| ${stage.stage} | ${began === undefined ? '' : tasks} | ${time} |`];
    }),
    '',
    ...(message === undefined ? [] : [...fenced(visibleLines(message)), '']),
    ...shownNotes,
    ...(notes.length > MOST_NOTES ? [`- and ${String(notes.length - MOST_NOTES)} more`] : []),
    ...(notes.length > 0 ? [''] : []),
    `run \`${runId}\``,
    '',
  ].join('\n');
}

/** In a block of code nothing has a meaning but the end of it. */
function fenced(lines: readonly string[]): string[] {
  const fence = fenceFor(lines.join('\n'), 3);
  return [`${fence}text`, ...lines, fence];
}

/** What has a meaning in Markdown, HTML in it included, as text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>&~@:-]/g, (character) => `&#${String(character.codePointAt(0))};`);
}
