import { planFromJson } from '../config/plan-json.ts';
import { TASK_STAGES, type Plan, type Task } from '../config/plan.ts';
import type {
  AttemptResult,
  Interruption,
  MissedBecause,
  OutputEnd,
  Recovery,
  RunEvent,
  Survivor,
  TaskRef,
} from '../events.ts';
import type { JournalHeader, JournalLine, RecoveryStarted } from './format.ts';
import type { StageTime, WindowSpan } from './result-format.ts';
import { Tally } from './tally.ts';
import { taskPlace } from '../text/task-place.ts';

/** What a journal tells of a run, task by task. */
export interface RunRecord {
  readonly stages: readonly StageTime[];
  readonly window: WindowSpan | null;
  /** All of the plan, in the order in which they are written. */
  readonly tasks: readonly TaskRecord[];
  /** Why the measurement did not run to its end. */
  readonly interruption: Interruption | null;
  /** One for each that cleaned up after the driver, which had died. */
  readonly recoveries: readonly RecoveryRecord[];
  /** Milliseconds since 1970; of the last line, whoever wrote it. */
  readonly lastAtMs: number | null;
}

export interface TaskRecord {
  readonly task: TaskRef;
  readonly mode: Task['action']['mode'];
  readonly background: boolean;
  /** It is left alone when the measurement is over, so that nobody sees its end. */
  readonly keepRunning: boolean;
  /** `null` where it has not begun; of the last time, if it ran again in a recovery. */
  readonly startedAtMs: number | null;
  /** `null`, as `durationMs` and `result`, while it runs, and where nobody saw its end. */
  readonly endedAtMs: number | null;
  readonly durationMs: number | null;
  readonly result: AttemptResult | null;
  /** It failed, and that was passed over. */
  readonly passedOver: boolean;
  readonly attempts: readonly AttemptRecord[];
  /** What could not be stopped. */
  readonly survivors: readonly Survivor[];
  /** Of a post task: there was no time for it, or not enough. */
  readonly isMissed: boolean;
  readonly missedBecause: MissedBecause | null;
}

export interface AttemptRecord {
  /** From 1, in each recovery again. */
  readonly attempt: number;
  /** 0 for the driver, then the number of the recovery. */
  readonly recovery: number;
  readonly startedAtMs: number;
  /** All four are `null` while it runs, and where nobody saw its end. */
  readonly endedAtMs: number | null;
  readonly durationMs: number | null;
  readonly result: AttemptResult | null;
  readonly outputEnd: OutputEnd | null;
}

export interface RecoveryRecord {
  readonly started: RecoveryStarted;
  /** Both `null` while it is under way, and where it died, too. */
  readonly endedAtMs: number | null;
  readonly recovery: Recovery | null;
}

/** Reads all of a journal. What is none of its lines, though it is JSON, is passed over. */
export async function collectRun(header: JournalHeader, lines: AsyncIterable<JournalLine>): Promise<RunRecord> {
  const collector = new Collector(planFromJson(header.plan));
  for await (const line of lines) collector.take(line);
  return collector.read();
}

/** Grows, since a task that polls can have very many attempts. */
interface OpenTask extends TaskRecord {
  readonly attempts: AttemptRecord[];
  readonly survivors: Survivor[];
}

class Collector {
  readonly #tally = new Tally();
  readonly #tasks: Map<string, OpenTask>;
  readonly #recoveries: RecoveryRecord[] = [];
  #interruption: Interruption | null = null;
  #lastAtMs: number | null = null;

  constructor({ stages }: Plan) {
    const tasks = TASK_STAGES.flatMap((stage) => stages[stage]);
    this.#tasks = new Map(tasks.map((task) => [taskPlace(task), notStarted(task)]));
  }

  take(line: JournalLine): void {
    try {
      this.#tally.report(line);
      this.#take(line);
      this.#lastAtMs = line.at;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  read(): RunRecord {
    const { stages, window } = this.#tally;
    return {
      stages,
      window,
      tasks: [...this.#tasks.values()],
      interruption: this.#interruption,
      recoveries: this.#recoveries,
      lastAtMs: this.#lastAtMs,
    };
  }

  #take(line: JournalLine): void {
    switch (line.type) {
      case 'task-started':
        this.#change(line.task, { startedAtMs: line.at, endedAtMs: null, durationMs: null, result: null });
        return;
      case 'attempt-started':
        this.#tasks.get(taskPlace(line.task))?.attempts.push(this.#begun(line));
        return;
      case 'attempt-ended':
        endLast(this.#tasks.get(taskPlace(line.task))?.attempts, line);
        return;
      case 'task-ended': {
        const { at, durationMs, result, passedOver } = line;
        this.#change(line.task, { endedAtMs: at, durationMs, result, passedOver });
        return;
      }
      case 'survivors':
        this.#tasks.get(taskPlace(line.task))?.survivors.push(...line.survivors);
        return;
      case 'clean-up-missed':
        this.#change(line.task, { isMissed: true, missedBecause: whyMissed(line) });
        return;
      case 'interrupted':
        this.#interruption ??= line.interruption;
        return;
      case 'recovery-started':
        this.#recoveries.push({ started: line, endedAtMs: null, recovery: null });
        return;
      case 'recovery-ended': {
        const last = this.#recoveries.pop();
        if (last !== undefined) this.#recoveries.push({ ...last, endedAtMs: line.at, recovery: line.recovery });
        return;
      }
      default:
        return;
    }
  }

  #begun({ attempt, at }: RunEvent & { type: 'attempt-started' }): AttemptRecord {
    const recovery = this.#recoveries.at(-1)?.started.number ?? 0;
    return { attempt, recovery, startedAtMs: at, endedAtMs: null, durationMs: null, result: null, outputEnd: null };
  }

  #change(task: TaskRef, change: Partial<Omit<OpenTask, 'attempts' | 'survivors'>>): void {
    const record = this.#tasks.get(taskPlace(task));
    if (record !== undefined) this.#tasks.set(taskPlace(task), { ...record, ...change });
  }
}

function notStarted({ stage, index, label, action, background, keepRunning }: Task): OpenTask {
  return {
    task: { stage, index, label },
    mode: action.mode,
    background,
    keepRunning,
    startedAtMs: null,
    endedAtMs: null,
    durationMs: null,
    result: null,
    passedOver: false,
    attempts: [],
    survivors: [],
    isMissed: false,
    missedBecause: null,
  };
}

/** The first journals do not say it, since there was one reason only. */
function whyMissed({ why }: { readonly why?: MissedBecause }): MissedBecause {
  return why ?? 'post-timeout';
}

function endLast(
  attempts: AttemptRecord[] | undefined,
  { at, durationMs, result, outputEnd }: RunEvent & { type: 'attempt-ended' },
): void {
  const last = attempts?.pop();
  if (last !== undefined) attempts?.push({ ...last, endedAtMs: at, durationMs, result, outputEnd });
}
