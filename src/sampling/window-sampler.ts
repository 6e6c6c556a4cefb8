import type { Clock } from '../clock.ts';
import type { Emit, RunEvent, TaskRef, TaskSample } from '../events.ts';
import { readHostCounters, type HostCounters } from './host-counters.ts';
import { hostSample } from './host-sample.ts';
import { machineLimits } from './limits.ts';
import { readTreeCounters, type TreeCounters } from './tree-counters.ts';
import { taskPlace } from '../text/task-place.ts';

const EVERY_MS = 5000;
/** What is shorter tells little. */
const SHORTEST_MS = 1000;
/** In a shorter window nothing is said of the machine. */
const JUDGED_MS = 10_000;

interface Look {
  readonly atMs: number;
  readonly host: HostCounters;
  readonly tasks: ReadonlyMap<string, TreeCounters>;
}

/** Looks every five seconds of the window at what the machine and each background task use. */
export class WindowSampler {
  readonly #clock: Clock;
  readonly #emit: Emit;
  /** Background tasks that run, with their first process. */
  readonly #tasks = new Map<string, { readonly task: TaskRef; readonly pid: number }>();

  constructor(clock: Clock, emit: Emit) {
    this.#clock = clock;
    this.#emit = emit;
    // What runs for the first time takes five times as long: not in the window.
    for (let times = 0; times < 3; times += 1) machineLimits(hostSample(readHostCounters(), readHostCounters(), 1));
    readTreeCounters(process.pid);
  }

  report(event: RunEvent): void {
    if (event.type !== 'attempt-started' && event.type !== 'attempt-ended') return;
    const { task, background } = event;
    if (!background || task.stage === 'window') return;
    if (event.type === 'attempt-ended') this.#tasks.delete(taskPlace(task));
    else if (event.process !== undefined) this.#tasks.set(taskPlace(task), { task, pid: event.process.pid });
  }

  /** Goes on until the signal is aborted, and then takes a last look. */
  start(signal: AbortSignal): void {
    const first = this.#look();
    let last = first;
    let callOff: () => void = () => undefined;
    const next = (): void => {
      last = this.#tell(last);
      callOff = this.#clock.after(EVERY_MS, next);
    };
    callOff = this.#clock.after(EVERY_MS, next);
    signal.addEventListener(
      'abort',
      () => {
        callOff();
        if (this.#clock.now() - last.atMs >= SHORTEST_MS) last = this.#tell(last);
        this.#judge(first, last);
      },
      { once: true },
    );
  }

  #judge(first: Look, last: Look): void {
    const ms = last.atMs - first.atMs;
    if (ms < JUDGED_MS) return;
    const limits = machineLimits(hostSample(first.host, last.host, ms / 1000));
    if (limits.length > 0) this.#emit({ type: 'machine-limited', limits });
  }

  #tell(last: Look): Look {
    const now = this.#look();
    const seconds = (now.atMs - last.atMs) / 1000;
    const tasks = [...now.tasks].flatMap(([key, counters]): TaskSample[] => {
      const known = this.#tasks.get(key);
      if (known === undefined || counters.processes === 0) return [];
      const before = last.tasks.get(key)?.processorSeconds ?? 0;
      return [
        {
          task: known.task,
          processes: counters.processes,
          processors: Math.round((Math.max(0, counters.processorSeconds - before) / seconds) * 1000) / 1000,
          memoryBytes: counters.memoryBytes,
        },
      ];
    });
    this.#emit({ type: 'sample', seconds, host: hostSample(last.host, now.host, seconds), tasks });
    return now;
  }

  #look(): Look {
    return {
      atMs: this.#clock.now(),
      host: readHostCounters(),
      tasks: new Map([...this.#tasks].map(([key, { pid }]) => [key, readTreeCounters(pid)])),
    };
  }
}
