import { EXIT_CODES } from '../../driver/exit-codes.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { outcomeWord } from '../../report/outcome.ts';
import { formatDuration } from '../../text/duration.ts';
import { visible } from '../../text/visible.ts';
import { paintFor, type Paint } from '../colours.ts';
import { Output } from '../output.ts';
import { tableLines, type Cell } from '../table.ts';
import { listRuns, type ListedRun } from './list-runs.ts';
import { localTime } from './local-time.ts';
import { colourOf } from './outcome.ts';

/** Lists the runs in a state folder. Resolves with the exit code. */
export async function showRuns(folder: StateFolder, asJson: boolean): Promise<number> {
  const output = new Output();
  const runs = listRuns(folder);
  if (asJson) {
    await output.line(JSON.stringify(runs, undefined, 2));
    return EXIT_CODES.ok;
  }
  if (runs.length === 0) {
    await output.line(`no runs in ${visible(folder.path)}`);
    return EXIT_CODES.ok;
  }
  const paint = paintFor(1, process.env);
  const headings = HEADINGS.map((text) => ({ text, paint: (shown: string) => paint('bold', shown) }));
  const lines = tableLines([headings, ...runs.map((run) => rowOf(run, paint))]);
  await output.line(lines.join('\n'));
  return EXIT_CODES.ok;
}

const HEADINGS = ['RUN', 'STARTED', 'OUTCOME', 'TIME', 'APP', 'CONFIG'];

function rowOf(run: ListedRun, paint: Paint): readonly Cell[] {
  const { runId, startedAtMs, durationMs, app, configFile, status, outcome } = run;
  return [
    runId,
    localTime(startedAtMs),
    { text: outcomeWord(status, outcome), paint: (text) => paint(colourOf(status, outcome), text) },
    durationMs === null ? '?' : formatDuration(durationMs),
    visible(app ?? '?'),
    visible(configFile ?? '?'),
  ];
}
