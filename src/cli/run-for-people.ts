import { existsSync } from 'node:fs';
import { EarlyEnd } from '../driver/early-end.ts';
import { EXIT_CODES, exitCodeForPeople, type ExitCode } from '../driver/exit-codes.ts';
import { internalFailure } from '../driver/internal-failure.ts';
import { processWorld } from '../driver/world.ts';
import type { Answer } from '../driver/measure-driver.ts';
import type { LoadedPlan } from '../measurement/load-plan.ts';
import { runLoaded } from '../measurement/run-loaded.ts';
import { RunModel } from '../reporters/live/run-model.ts';
import { Summary } from '../reporters/summary.ts';
import { openStateFolder, runFolder } from '../state/state-folder.ts';
import { paintFor } from './colours.ts';
import { figureLines } from './figure-lines.ts';
import { chooseFace, type FaceChoice } from './run/choose-face.ts';
import { closingLines } from './run/closing-lines.ts';
import type { Face, RunEnd } from './run/face.ts';
import { addStepSummary, annotationOf, isInGithub } from './run/github-notes.ts';

export interface RunRequest extends FaceChoice {
  readonly app: string;
  /** Seconds, all three. */
  readonly duration: number;
  readonly warmup: number;
  readonly delay: number;
  readonly stateDir?: string;
  readonly concurrent?: boolean;
}

/** A reader that reads at all has taken the last words by then. */
const LAST_WRITE_MS = 250;

/** Runs a plan and shows what happens. Resolves with the exit code. */
export async function runForPeople(
  loaded: LoadedPlan & { ok: true },
  request: RunRequest,
  guardCommand: readonly string[],
): Promise<ExitCode> {
  const earlyEnd = new EarlyEnd(processWorld);
  const model = new RunModel(loaded.plan);
  const summary = new Summary(loaded.plan.remarks);
  const face = await chooseFace(request, model, loaded, processWorld, earlyEnd);
  let answer: Answer | undefined;
  try {
    answer = await measured(loaded, request, guardCommand, { earlyEnd, face, summary });
  } catch (error) {
    earlyEnd.bugFound(error);
  }
  if (earlyEnd.bug !== undefined || answer === undefined) answer = internalFailure(earlyEnd.bug, processWorld);
  const end = endOf(answer, { model, summary, loaded, request, face });
  const gaveUp = new Promise<undefined>((resolve) => {
    earlyEnd.whenNotWorthWaiting(() => {
      processWorld.clock.after(LAST_WRITE_MS, () => {
        resolve(undefined);
      });
    });
  });
  const delivered = await Promise.race([face.finish(end), gaveUp]);
  return request.json === true && delivered !== true && answer.status === 'ok'
    ? EXIT_CODES.cancelled
    : exitCodeForPeople(answer);
}

function measured(
  loaded: LoadedPlan & { ok: true },
  request: RunRequest,
  guardCommand: readonly string[],
  { earlyEnd, face, summary }: { readonly earlyEnd: EarlyEnd; readonly face: Face; readonly summary: Summary },
): Promise<Answer> {
  return runLoaded(loaded, summary, {
    app: request.app,
    durationSeconds: request.duration,
    warmupSeconds: request.warmup,
    delaySeconds: request.delay,
    environment: process.env,
    cancel: earlyEnd.signal,
    giveUp: earlyEnd.impatience,
    ...(face.onOutput === undefined ? {} : { onOutput: face.onOutput }),
    reporters: face.reporters,
    exitCodeOf: exitCodeForPeople,
    safety: {
      stateDir: request.stateDir,
      concurrent: request.concurrent ?? false,
      guardCommand,
      warn: face.warn,
    },
  });
}

interface Told {
  readonly model: RunModel;
  readonly summary: Summary;
  readonly loaded: LoadedPlan & { ok: true };
  readonly request: RunRequest;
  readonly face: Face;
}

/** Everything that is to be told at the end; in GitHub Actions it is told to the job, too. */
function endOf(answer: Answer, { model, summary, loaded, request, face }: Told): RunEnd {
  const notes = [...summary.notes().values()].flat();
  const stateDir = request.stateDir === undefined ? '' : ` --state-dir ${request.stateDir}`;
  const lookAt = `servo-exec show ${model.runId}${stateDir}`;
  const figures = figureLines(summary.figures(), summary.thresholds());
  const ofRun = { answer, model, notes, figures, runFolder: folderOf(model.runId, request), lookAt };
  const closing = closingLines(ofRun, paintFor(processWorld.outputFd, process.env));
  if (!isInGithub(process.env)) return { answer, closing, annotation: undefined };
  const trouble = addStepSummary(ofRun, model, notes, process.env);
  if (trouble !== undefined) face.warn(trouble);
  const annotation = annotationOf(ofRun, model, loaded, process.env);
  // Standard output belongs to somebody else then; the runner reads both.
  if ((request.json ?? request.events) === true && annotation !== undefined) void processWorld.tell(annotation);
  return { answer, closing, annotation };
}

/** Where the run has its files, if it has any. */
function folderOf(runId: string, { stateDir }: RunRequest): string | undefined {
  const state = openStateFolder(stateDir, process.env);
  if (!state.ok || runId === '') return undefined;
  const folder = runFolder(state.folder, runId);
  return existsSync(folder) ? folder : undefined;
}
