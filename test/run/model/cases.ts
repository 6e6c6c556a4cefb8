/** Arbitrary measurements: a plan, how each attempt behaves, and what comes from outside when. */
import fc from 'fast-check';
import { LISTED_STAGES, type Plan, type Task, type ListedStage } from '../../../src/config/plan.ts';
import { literal } from '../../../src/config/template.ts';
import type { AttemptResult } from '../../../src/events.ts';

/** What an attempt does when nobody stops it. */
export type Behaviour =
  | { readonly kind: 'ends'; readonly afterMs: number; readonly result: AttemptResult }
  | { readonly kind: 'stays' }
  | { readonly kind: 'not-started' }
  /** A mistake of ours. */
  | { readonly kind: 'throws' };

export interface Script {
  /** One for each attempt; the last one holds for all that follow. */
  readonly attempts: readonly Behaviour[];
  /** How long it takes to stop. */
  readonly stopMs: number;
  /** It cannot be stopped. */
  readonly survives: boolean;
}

export interface ScriptedTask {
  readonly task: Task;
  readonly script: Script;
}

/** A cancellation from outside, at a time or after so many events. */
export interface Cancellation {
  readonly cause: string;
  readonly when:
    | { readonly kind: 'before' }
    /** `rank`: before or behind what else comes at this moment. */
    | { readonly kind: 'time'; readonly atMs: number; readonly rank: -1 | 1 }
    | { readonly kind: 'event'; readonly count: number; readonly in: 'microtask' | 'turn' };
}

export interface Case {
  readonly plan: Plan;
  readonly scripts: ReadonlyMap<string, Script>;
  readonly windowMs: number;
  /** What the clock shows at the beginning: the time that the driver has taken so far. */
  readonly launchedMs: number;
  readonly cancellations: readonly Cancellation[];
  /** When somebody does not want to wait any longer, if it is cancelled by then. */
  readonly impatientAtMs: number | undefined;
}

/** Few values, so that things come at one moment. */
const someMs = fc.constantFrom(0, 1, 10, 20, 30, 50, 100, 5000);

const failure: fc.Arbitrary<AttemptResult> = fc.constantFrom(
  { kind: 'exit-code', exitCode: 3 },
  { kind: 'signal', signal: 'SIGSEGV' },
  { kind: 'http-status', status: 404, expected: '200-399' },
  { kind: 'no-answer', code: 'ECONNREFUSED', message: 'connection refused' },
);

const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record<Behaviour & { kind: 'ends' }>({
      kind: fc.constant('ends'),
      afterMs: someMs,
      result: fc.constant({ kind: 'success', exitCode: 0 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record<Behaviour & { kind: 'ends' }>({ kind: fc.constant('ends'), afterMs: someMs, result: failure }),
  },
  { weight: 3, arbitrary: fc.constant<Behaviour>({ kind: 'stays' }) },
  { weight: 2, arbitrary: fc.constant<Behaviour>({ kind: 'not-started' }) },
  { weight: 1, arbitrary: fc.constant<Behaviour>({ kind: 'throws' }) },
);

const script: fc.Arbitrary<Script> = fc.record({
  attempts: fc.array(behaviour, { minLength: 1, maxLength: 4 }),
  stopMs: fc.constantFrom(0, 0, 10, 300),
  survives: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
});

const settings = fc.record({
  background: fc.integer({ min: 0, max: 2 }).map((n) => n === 2),
  ignoreExitCode: fc.boolean(),
  notify: fc.boolean(),
  keepRunning: fc.boolean(),
  retries: fc.constantFrom(0, 0, 1, 3),
  retryDelayMs: fc.constantFrom(0, 0, 10),
  timeoutMs: fc.constantFrom(undefined, undefined, 10, 40, 1000),
});

function stage(name: ListedStage): fc.Arbitrary<readonly ScriptedTask[]> {
  return fc.array(fc.record({ settings, script }), { maxLength: 4 }).map((sketches) =>
    sketches.map((sketch, index) => ({
      script: sketch.script,
      task: {
        ...sketch.settings,
        keepRunning: sketch.settings.background && sketch.settings.keepRunning,
        ifExits: 'ignore',
        ready: undefined,
        results: undefined,
        joinTimeoutMs: 0,
        probe: undefined,
        stage: name,
        index,
        label: `${name}[${index}]`,
        action: {
          mode: 'exec',
          argv: [literal('scripted')],
          cwd: undefined,
          env: new Map(),
          stopSignal: 'SIGTERM',
          stopGracePeriodMs: 5000,
        },
        place: { line: 1, column: 1 },
      },
    })),
  );
}

const cancellation: fc.Arbitrary<Cancellation> = fc.record({
  cause: fc.constantFrom('SIGUSR1', 'SIGTERM', 'SIGINT', 'SIGHUP', 'the reader is gone'),
  when: fc.oneof(
    { weight: 1, arbitrary: fc.constant<Cancellation['when']>({ kind: 'before' }) },
    {
      weight: 8,
      arbitrary: fc.record<Cancellation['when'] & { kind: 'time' }>({
        kind: fc.constant('time'),
        atMs: fc.oneof(someMs, fc.integer({ min: 0, max: 300 })),
        rank: fc.constantFrom(-1, 1),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record<Cancellation['when'] & { kind: 'event' }>({
        kind: fc.constant('event'),
        count: fc.integer({ min: 1, max: 60 }),
        in: fc.constantFrom('microtask', 'turn'),
      }),
    },
  ),
});

export const arbitraryCase: fc.Arbitrary<Case> = fc
  .record({
    stages: fc.record({ pre: stage('pre'), start: stage('start'), stop: stage('stop'), post: stage('post') }),
    windowStarts: fc.constantFrom('after_start' as const, 'at_launch' as const),
    postTimeoutMs: fc.constantFrom(1, 10, 50, 240_000),
    // The longest is beyond what one JavaScript timer can hold.
    windowMs: fc.constantFrom(0, 10, 100, 1000, 2 ** 32),
    launchedMs: fc.constantFrom(0, 30),
    cancellations: fc.oneof(fc.constant([]), fc.array(cancellation, { maxLength: 3 })),
    impatientAtMs: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 400 })),
  })
  .map(({ stages, windowStarts, postTimeoutMs, ...rest }) => {
    const all = LISTED_STAGES.flatMap((name) => stages[name]);
    const tasksOf = (name: ListedStage): readonly Task[] => stages[name].map(({ task }) => task);
    return {
      ...rest,
      plan: {
        section: 'exec',
        stages: {
          pre: tasksOf('pre'),
          start: tasksOf('start'),
          window: [],
          stop: tasksOf('stop'),
          post: tasksOf('post'),
        },
        windowStarts,
        windowUntil: undefined,
        postTimeoutMs,
        recover: true,
        keep: { outputBytes: 0, totalBytes: 0, runs: 0 },
        metrics: [],
        thresholds: [],
        remarks: [],
      },
      scripts: new Map(all.map(({ task, script }) => [task.label, script])),
    };
  });
