import { setTimeout as pause } from 'node:timers/promises';
import { planFromJson } from '../../config/plan-json.ts';
import type { Plan, TaskStage } from '../../config/plan.ts';
import { EXIT_CODES } from '../../driver/exit-codes.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { describeUnreadable } from '../../journal/read-version.ts';
import { listOutput, type KeptStream } from '../../state/kept-output.ts';
import { runFolder, type StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';
import { Output } from '../output.ts';
import { findRun } from './find-run.ts';
import { findTasks } from './find-task.ts';
import { LogPrinter } from './log-printer.ts';
import { currentStatus } from './read-run.ts';
import { placeAndName, taskPlace } from '../../text/task-place.ts';

export interface LogsRequest {
  readonly run: string;
  /** By name or by place; all tasks where none is named. */
  readonly task: string | undefined;
  /** Go on until the run is over. */
  readonly follow: boolean;
  /** The bytes as they are. */
  readonly raw: boolean;
}

const LOOK_EVERY_MS = 200;

/** Prints what tasks of a run have printed. Resolves with the exit code. */
export async function printLogs(state: StateFolder, request: LogsRequest): Promise<number> {
  const found = findRun(state, request.run);
  if (!found.ok) return refuse(found.message, EXIT_CODES.usage);
  const { runId } = found;
  const journal = await readJournal(runFolder(state, runId));
  if (journal.kind !== 'read') return refuse(visible(describeUnreadable(runId, journal)), EXIT_CODES.failed);
  const plan = planFromJson(journal.header.plan);
  const tasks = request.task === undefined ? undefined : findTasks(plan, request.task);
  if (tasks?.ok === false) return refuse(tasks.message, EXIT_CODES.usage);

  const isMeant = tasks?.isMeant ?? ((): boolean => true);
  const list = (): readonly KeptStream[] =>
    listOutput(runFolder(state, runId)).filter(({ stage, index }) => isMeant(stage, index));
  const output = new Output();
  const hasHeadings = request.task === undefined || request.follow || list().length > 1;
  const printer = new LogPrinter(output, { isRaw: request.raw, hasHeadings }, ({ stage, index }) =>
    nameOf(plan, stage, index),
  );
  for (let isOver = false; !isOver && !output.isClosed;) {
    const status = request.follow ? currentStatus(state, runId) : 'finished';
    // Nobody writes any more.
    isOver = status === 'finished' || status === 'dead';
    for (const kept of list()) await printer.print(kept, isOver);
    if (status === 'dead') process.stderr.write(`run ${runId} is dead; \`servo-exec recover\` cleans up after it\n`);
    if (!isOver) await pause(LOOK_EVERY_MS);
  }
  await printer.end();
  if (!printer.hasPrinted) process.stderr.write('nothing is kept that was printed\n');
  return EXIT_CODES.ok;
}

function refuse(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}

/** `start[0] load`, or the place alone where the task has no name. */
function nameOf({ stages }: Plan, stage: TaskStage, index: number): string {
  const place = { stage, index };
  return placeAndName({ ...place, label: stages[stage][index]?.label ?? taskPlace(place) });
}
