import { measureOnce, type PlannedVariant } from '../../comparison/measure-once.ts';
import { measureSeries, namesIn, type Step } from '../../comparison/measure-series.ts';
import {
  SERIES_FORMAT,
  SERIES_VERSION,
  type Series,
  type SeriesKind,
  type SeriesRun,
  type SeriesVariant,
} from '../../comparison/series-format.ts';
import { keepSeries } from '../../comparison/series-store.ts';
import { EarlyEnd } from '../../driver/early-end.ts';
import { EXIT_CODES, type ExitCode } from '../../driver/exit-codes.ts';
import { internalFailure } from '../../driver/internal-failure.ts';
import { processWorld } from '../../driver/world.ts';
import { EXEC_SECTION, loadPlan } from '../../measurement/load-plan.ts';
import { newRunId } from '../../measurement/run-id.ts';
import { withVariables } from '../../config/with-variables.ts';
import { mergeEnvironments } from '../../process/environment.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';
import { VERSION } from '../../version.ts';
import { withState } from '../with-state.ts';
import { progressLines } from './progress-lines.ts';
import { SeriesOutput } from './series-output.ts';
import type { MeasureOptions } from '../measure-options.ts';
import type { SeriesOptions } from './series-options.ts';
import { unknownFigure } from './unknown-figure.ts';
import { checkTargets, exportSeries } from './write-exports.ts';

export type SeriesRequest = SeriesOptions & { readonly duration: MeasureOptions['duration'] & number };

export interface SeriesPlan {
  readonly kind: SeriesKind;
  readonly configFile: string | undefined;
  readonly variants: readonly [SeriesVariant, ...SeriesVariant[]];
  /** The figures that somebody asked for by name; without one of them there is no series. */
  readonly asked: readonly string[];
  /** What it shows is for a file, so that the progress goes to standard error. */
  readonly isDocument?: boolean;
  /** What the longest series has, for the progress. */
  readonly most: number;
  readonly next: (runs: readonly SeriesRun[], variants: readonly PlannedVariant[]) => Step | undefined;
  /** What comes of it: lines for people, an object for programs, and the exit code of a series that is finished. */
  readonly conclude: (series: Series) => Conclusion;
}

export interface Conclusion {
  readonly lines: readonly string[];
  /** Beside the series itself. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;
}

/** Measures a series, shows what comes of it, and keeps it. Resolves with the exit code. */
export async function conductSeries(
  plan: SeriesPlan,
  request: SeriesRequest,
  guardCommand: readonly string[],
): Promise<number> {
  const targets = request.export ?? [];
  const problem = checkTargets(targets);
  if (problem !== undefined) return wrong(problem);
  const planned: PlannedVariant[] = [];
  const warned = new Set<string>();
  for (const variant of plan.variants) {
    const environment = mergeEnvironments(process.env, variant.variables);
    const loaded = await loadPlan(plan.configFile, EXEC_SECTION, environment, 'error');
    if (!loaded.ok) return wrong(loaded.message);
    warned.add(loaded.warnings);
    planned.push({ ...variant, loaded: { ...loaded, plan: withVariables(loaded.plan, variant.variables) } });
  }
  for (const warnings of warned) if (warnings !== '') process.stderr.write(`${warnings}\n`);
  return withState(request.stateDir, (state) => conduct({ plan, request, guardCommand, planned, state }));
}

interface Conducted {
  readonly plan: SeriesPlan;
  readonly request: SeriesRequest;
  readonly guardCommand: readonly string[];
  readonly planned: readonly PlannedVariant[];
  readonly state: StateFolder;
}

async function conduct(conducted: Conducted): Promise<number> {
  const { plan, request, guardCommand, planned, state } = conducted;
  const { app, duration, warmup, delay, stateDir, concurrent } = request;
  const earlyEnd = new EarlyEnd(processWorld);
  const isDocument = request.json === true || plan.isDocument === true;
  const output = new SeriesOutput(isDocument, earlyEnd);
  const startedAtMs = Date.now();
  const safety = {
    stateDir,
    concurrent: concurrent ?? false,
    guardCommand,
    warn: (warning: string) => void processWorld.tell(warning),
  };
  const base = {
    app,
    duration,
    warmup,
    delay,
    environment: process.env,
    state,
    safety,
    cancel: earlyEnd.signal,
    giveUp: earlyEnd.impatience,
  };
  let unknown: string | undefined;
  let measured;
  try {
    measured = await measureSeries({
      next: (runs) => {
        unknown = unknownFigure(plan.asked, runs);
        return unknown === undefined ? plan.next(runs, planned) : undefined;
      },
      measure: (variant) => measureOnce(variant, base),
      onRun: (run) => {
        for (const line of progressLines(run, plan.most)) output.progress(line);
      },
      keepGoing: request.keepGoing ?? false,
      cancel: earlyEnd.signal,
    });
  } catch (error) {
    earlyEnd.bugFound(error);
  }
  if (earlyEnd.bug !== undefined || measured === undefined) {
    await processWorld.tell(internalFailure(earlyEnd.bug, processWorld).message);
    return EXIT_CODES.failed;
  }
  const series = seriesOf(conducted, measured, startedAtMs);
  const conclusion = plan.conclude(series);
  const document = { ...series, ...conclusion.json };
  const lines = [...(isDocument ? [] : ['']), ...conclusion.lines, '', ...ending(series, state)];
  const isWritten = exportSeries(request.export ?? [], series, document);
  // Nothing is lost any more, whether somebody reads it or not.
  const isRead = await output.finish(request.json === true ? JSON.stringify(document, undefined, 2) : lines.join('\n'));
  if (unknown !== undefined) return wrong(unknown);
  if (series.end === 'cancelled') return EXIT_CODES.cancelled;
  if (series.end === 'failed' || !isWritten) return EXIT_CODES.failed;
  return isDocument && !isRead && conclusion.exitCode === EXIT_CODES.ok ? EXIT_CODES.cancelled : conclusion.exitCode;
}

function seriesOf(
  { plan, request, planned }: Conducted,
  { runs, end, figures }: Pick<Series, 'runs' | 'end' | 'figures'>,
  startedAtMs: number,
): Series {
  const endedAtMs = Date.now();
  const [first] = planned;
  return {
    format: SERIES_FORMAT,
    version: SERIES_VERSION,
    servoExec: VERSION,
    seriesId: `series-${newRunId(startedAtMs)}`,
    kind: plan.kind,
    app: request.app,
    section: first?.loaded.plan.section ?? '',
    configFile: first?.loaded.identity ?? '',
    startedAtMs,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAtMs,
    endedAt: new Date(endedAtMs).toISOString(),
    end,
    figures,
    variants: plan.variants,
    runs,
  };
}

/** Keeps it, and says what a reader of its figures has to know of all series. */
function ending(series: Series, state: StateFolder): readonly string[] {
  const lines = [];
  if (series.figures === 'durations' && namesIn(series.runs).length > 0) {
    lines.push('There are no metrics in the config; these are the times that its stages took.');
  }
  const failed = series.runs.filter(({ outcome }) => outcome === 'failed').length;
  if (series.end === 'cancelled') lines.push('Cancelled; these are the figures of what was measured by then.');
  else if (series.end === 'failed')
    lines.push('A measurement failed, which ends the series (--keep-going leaves it out).');
  else if (failed > 0)
    lines.push(
      `${String(failed)} of ${String(series.runs.length)} measurements failed and ${failed === 1 ? 'is' : 'are'} left out.`,
    );
  try {
    keepSeries(state, series);
    lines.push(`kept as ${series.seriesId}`);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    lines.push(`the series could not be kept: ${visible(error.message)}`);
  }
  return lines;
}

function wrong(message: string): number {
  process.stderr.write(`${message}\n`);
  return EXIT_CODES.usage;
}
