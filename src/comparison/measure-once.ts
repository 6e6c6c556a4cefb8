import type { Answer } from '../driver/measure-driver.ts';
import type { RunEvent } from '../events.ts';
import { exitCodeForPeople } from '../driver/exit-codes.ts';
import { forJournal } from '../measurement/answer.ts';
import type { LoadedPlan } from '../measurement/load-plan.ts';
import { runLoaded } from '../measurement/run-loaded.ts';
import type { SafetyChoice } from '../measurement/safety-of.ts';
import { mergeEnvironments, type Environment } from '../process/environment.ts';
import { readResult } from '../journal/read-result.ts';
import { Summary } from '../reporters/summary.ts';
import { runFolder, type StateFolder } from '../state/state-folder.ts';
import { figuresOf } from './figures.ts';
import type { SeriesRun, SeriesVariant } from './series-format.ts';

/** A variant whose plan is checked, with its variables in it. */
export interface PlannedVariant extends SeriesVariant {
  readonly loaded: LoadedPlan & { readonly ok: true };
}

/** What is the same for all measurements of a series. */
export interface SeriesRequest {
  readonly app: string;
  /** Seconds, all three. */
  readonly duration: number;
  readonly warmup: number;
  readonly delay: number;
  readonly environment: Environment;
  readonly state: StateFolder;
  readonly safety: SafetyChoice;
  readonly cancel: AbortSignal;
  /** Aborted when nobody wants to wait for `post` either. */
  readonly giveUp: AbortSignal;
}

/** What one measurement came to. */
export type Measured = Omit<SeriesRun, 'number' | 'variant' | 'pair'> & {
  readonly kind: ReturnType<typeof figuresOf>['kind'] | null;
};

/** Measures a variant once, from its first task until nothing of it runs any more. */
export async function measureOnce(variant: PlannedVariant, request: SeriesRequest): Promise<Measured> {
  const { loaded, variables } = variant;
  const { app, duration, warmup, delay, state, safety, cancel, giveUp } = request;
  const environment = mergeEnvironments(request.environment, variables);
  let started: (RunEvent & { type: 'run-started' }) | undefined;
  const answer = await runLoaded(loaded, new Summary(loaded.plan.remarks), {
    app,
    durationSeconds: duration,
    warmupSeconds: warmup,
    delaySeconds: delay,
    environment,
    cancel,
    giveUp,
    reporters: [
      {
        report: (event) => {
          if (event.type === 'run-started') started = event;
        },
      },
    ],
    safety,
    exitCodeOf: exitCodeForPeople,
  });
  return measured(answer, started, state);
}

function measured(
  answer: Answer,
  started: (RunEvent & { type: 'run-started' }) | undefined,
  state: StateFolder,
): Measured {
  if (started === undefined) throw new Error('Internal error: a measurement that did not begin');
  const { outcome, message } = forJournal(answer, exitCodeForPeople(answer));
  const read = readResult(runFolder(state, started.runId));
  const found = read.kind === 'read' ? figuresOf(read.result) : undefined;
  const kept = {
    runId: read.kind === 'read' ? started.runId : null,
    startedAtMs: started.at,
    figures: found?.figures ?? {},
    kind: found?.kind ?? null,
  };
  if (outcome !== 'ok' || found !== undefined) return { ...kept, outcome, message };
  return { ...kept, outcome: 'failed', message: `What run ${started.runId} came to could not be kept, or read back.` };
}
