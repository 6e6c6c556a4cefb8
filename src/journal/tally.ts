import type { Figure, RunEvent } from '../events.ts';
import type { JournalLine, RecoveryStarted } from './format.ts';
import type { RunResult, StageTime, TaskCounts, WindowSpan } from './result-format.ts';

type Ends = Omit<TaskCounts, 'planned'>;

/** What a run comes to in numbers, of its lines one after the other. Its size does not grow with theirs. */
export class Tally {
  #startedAtMs: number | undefined;
  #lastAtMs: number | undefined;
  #window: WindowSpan | null = null;
  readonly #stages: StageTime[] = [];
  #metrics: RunResult['metrics'] = {};
  #thresholds: RunResult['thresholds'] = [];
  #recovery: RecoveryStarted | undefined;
  readonly #tasks: { -readonly [K in keyof Ends]: Ends[K] } = {
    started: 0,
    succeeded: 0,
    failed: 0,
    passedOver: 0,
    stopped: 0,
  };

  report(line: JournalLine): void {
    if (this.#recovery === undefined && line.type !== 'recovery-started') this.#lastAtMs = line.at;
    switch (line.type) {
      case 'run-started':
        this.#startedAtMs = line.at;
        return;
      case 'stage-started':
        this.#stages.push({ stage: line.stage, startedAtMs: line.at, endedAtMs: null, durationMs: null });
        return;
      case 'stage-ended':
        this.#endStage(line);
        return;
      case 'window-started':
        this.#window = { startedAtMs: line.at, endedAtMs: null };
        return;
      case 'window-ended':
        this.#window = { startedAtMs: line.startMs, endedAtMs: line.endMs };
        return;
      case 'task-started':
        this.#tasks.started += 1;
        return;
      case 'task-ended':
        this.#tasks[kindOf(line)] += 1;
        return;
      case 'metrics-read':
        this.#metrics = metricsOf(line.figures);
        this.#thresholds = line.thresholds.map((judged) => ({ ...judged, unit: judged.unit ?? null }));
        return;
      case 'recovery-started':
        this.#recovery ??= line;
        return;
      default:
        return;
    }
  }

  get startedAtMs(): number | undefined {
    return this.#startedAtMs;
  }

  /** Of the driver's last line. */
  get lastAtMs(): number | undefined {
    return this.#lastAtMs;
  }

  /** The first one, which knows best when the driver died. */
  get recovery(): RecoveryStarted | undefined {
    return this.#recovery;
  }

  get window(): WindowSpan | null {
    return this.#window;
  }

  get stages(): readonly StageTime[] {
    return this.#stages;
  }

  get metrics(): RunResult['metrics'] {
    return this.#metrics;
  }

  get thresholds(): RunResult['thresholds'] {
    return this.#thresholds;
  }

  get tasks(): Ends {
    return { ...this.#tasks };
  }

  #endStage({ stage, at }: RunEvent & { type: 'stage-ended' }): void {
    const last = this.#stages.at(-1);
    if (last?.stage !== stage) return;
    this.#stages.splice(-1, 1, { ...last, endedAtMs: at, durationMs: at - last.startedAtMs });
  }
}

function kindOf({ result, passedOver }: RunEvent & { type: 'task-ended' }): keyof Omit<Ends, 'started'> {
  if (result.kind === 'success') return 'succeeded';
  if (result.kind === 'stopped') return 'stopped';
  return passedOver ? 'passedOver' : 'failed';
}

function metricsOf(figures: readonly Figure[]): RunResult['metrics'] {
  return Object.fromEntries(
    figures.map(({ name, value, unit, better, description }) => {
      return [name, { value, unit: unit ?? null, better: better ?? null, description: description ?? null }];
    }),
  );
}
