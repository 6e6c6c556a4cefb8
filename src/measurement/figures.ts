import type { MetricStream } from '../config/metric-plan.ts';
import { readTasks } from '../config/known-figures.ts';
import type { Plan, Task, TaskPlace } from '../config/plan.ts';
import type { Facts } from '../config/template.ts';
import type { Emit, Interruption, OutputStream, RunEvent, TaskRef } from '../events.ts';
import type { EndedTask, FigureSources } from '../metrics/figure-sources.ts';
import { judge } from '../metrics/judge.ts';
import { readFigures } from '../metrics/read-figures.ts';
import type { RunFigures } from '../run/run-options.ts';
import { describeResult } from '../tasks/describe-result.ts';
import { OutputTail } from '../tasks/output-tail.ts';
import { taskPlace } from '../text/task-place.ts';

/** So much of the end of each stream is held until it is read. */
const HELD_BYTES = 8 * 2 ** 20;

type Kept = MetricStream | 'body';

/** The figures of a measurement: keeps what they are read from while it runs, and reads and judges them in the end. */
export class Figures implements RunFigures {
  readonly joined: readonly Task[];
  readonly #plan: Plan;
  readonly #facts: Facts;
  /** What is printed is kept only where it is read, by the place of the task. */
  readonly #printed = new Map<string, Map<Kept, OutputTail>>();
  readonly #ended = new Map<string, EndedTask>();

  constructor(plan: Plan, facts: Facts) {
    this.#plan = plan;
    this.#facts = facts;
    const read = readTasks(plan);
    this.joined = read.filter(({ background }) => background);
    for (const task of read) this.#printed.set(taskPlace(task), new Map());
  }

  report(event: RunEvent): void {
    if (event.type === 'attempt-started') this.#printed.get(taskPlace(event.task))?.clear();
    else if (event.type === 'attempt-ended' && this.#printed.has(taskPlace(event.task))) {
      const { result, durationMs, outputEnd } = event;
      this.#ended.set(taskPlace(event.task), { result, durationMs, outputEnd });
    }
  }

  /** Takes what a task prints, in its order; `undefined` where nobody reads it. */
  sink(task: TaskRef, stream: OutputStream): { write(chunk: Buffer): void } | undefined {
    const tails = this.#printed.get(taskPlace(task));
    if (tails === undefined) return undefined;
    const keeps: readonly Kept[] = this.#isRead(task, 'both') ? [stream, 'both'] : [stream];
    return {
      write: (chunk) => {
        for (const kept of keeps) tailOf(tails, kept).write(chunk);
      },
    };
  }

  async read(emit: Emit, signal: AbortSignal): Promise<Interruption | undefined> {
    const read = await readFigures(this.#plan, this.#sources(), signal);
    if (read === undefined) return undefined;
    this.#printed.clear();
    const { thresholds, missing: notTold } = judge(this.#plan, read.figures);
    const missing = [...read.missing, ...(read.missing.some(({ required }) => required) ? [] : notTold)];
    emit({ type: 'metrics-read', figures: read.figures, missing, thresholds });
    const required = missing.filter((one) => one.required);
    if (required.length > 0) return { kind: 'metric-missing', missing: required };
    const missed = thresholds.filter(({ held }) => !held);
    return missed.length > 0 ? { kind: 'threshold-missed', missed } : undefined;
  }

  #isRead(task: TaskPlace, stream: MetricStream): boolean {
    return this.#plan.metrics.some(
      ({ source }) => source.kind === 'task' && source.stream === stream && taskPlace(source.task) === taskPlace(task),
    );
  }

  #sources(): FigureSources {
    const taskAt = ({ stage, index }: TaskPlace): Task => {
      const task = this.#plan.stages[stage][index];
      if (task === undefined) throw new Error('Internal error: a figure of a task that is not there');
      return task;
    };
    return {
      facts: this.#facts,
      labelOf: (place) => taskAt(place).label,
      isRequest: (place) => taskAt(place).action.mode === 'request',
      printed: (place, stream) =>
        this.#printed.get(taskPlace(place))?.get(stream)?.read() ?? { text: '', omittedBytes: 0 },
      ended: (place) => this.#ended.get(taskPlace(place)),
      describe: describeResult,
    };
  }
}

function tailOf(tails: Map<Kept, OutputTail>, kept: Kept): OutputTail {
  const known = tails.get(kept);
  if (known !== undefined) return known;
  const made = new OutputTail(HELD_BYTES);
  tails.set(kept, made);
  return made;
}
