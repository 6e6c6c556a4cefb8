import { sleepUntil } from '../clock.ts';
import type { Plan } from '../config/plan.ts';
import type { Interruption } from '../events.ts';
import { refOf } from '../tasks/task-context.ts';
import { cleanUp, type Contain } from './clean-up.ts';
import { probeWindow } from './probes.ts';
import { readFigures } from './read-figures.ts';
import type { RunOptions } from './run-options.ts';
import { runStage } from './run-stage.ts';
import { WindowWatch } from './window-watch.ts';

/**
 * Walks the stages: pre, start, the window, stop, and whatever happens post, and then nothing of ours runs any more
 * (spec/driver.md §5). Resolves with what interrupted it. Rejects for a bug only, when all has been cleaned up: one
 * part's bug must not keep the others from that.
 */
export async function runPlan(given: RunOptions): Promise<Interruption | undefined> {
  const { interrupter, tasks } = given;
  let hasBegun = false as boolean;
  const options: RunOptions = {
    ...given,
    emit: (event) => {
      hasBegun ||= event.type === 'task-started' || event.type === 'window-started';
      given.emit(event);
    },
  };
  const watch = new WindowWatch(given.plan, interrupter, given.clock);
  tasks.onBackgroundEnd((task, end) => watch.taskEnded(task, end));
  const bugs: unknown[] = [];
  const contained: Contain = async (part) => {
    try {
      await part();
    } catch (error) {
      bugs.push(error);
      interrupter.interrupt({ kind: 'internal', message: String(error) });
    }
  };
  let probing = Promise.resolve();
  await contained(() =>
    goForward(options, watch, (signal) => {
      probing = contained(() => probeWindow(options, signal));
    }),
  );
  watch.end();
  // Cancelled before the first task there is nothing to clean up.
  if (hasBegun) {
    await contained(() => cleanUp(options, contained));
    await contained(() => tasks.stopBackground());
    // One that does not end at once has not held up `stop`.
    await probing;
  }
  options.emit({ type: 'run-ended', interruption: interrupter.first });
  if (bugs.length > 0) throw bugs[0];
  return interrupter.first;
}

type Probe = (signal: AbortSignal) => void;

async function goForward(options: RunOptions, watch: WindowWatch, probe: Probe): Promise<void> {
  const { interrupter } = options;
  const steps = [
    () => runStage('pre', options),
    () => runStage('start', options),
    () => watchWindow(options, watch, probe),
    () => runStage('stop', options),
    () => readFigures(options),
  ];
  for (const step of steps) {
    if (interrupter.signal.aborted) return;
    await step();
  }
}

async function watchWindow(options: RunOptions, watch: WindowWatch, probe: Probe): Promise<void> {
  const { plan, clock, emit, interrupter, onWindow } = options;
  const until = plan.windowUntil;
  const windowMs = until?.maxMs ?? options.windowMs;
  const now = clock.now();
  const deadline = plan.windowStarts === 'at_launch' ? windowMs : now + windowMs;
  const startMs = clock.epochMs();
  const over = new AbortController();
  watch.begin();
  emit({ type: 'stage-started', stage: 'window', tasks: plan.stages.window.length });
  emit({ type: 'window-started', durationMs: Math.max(0, deadline - now) });
  if (plan.stages.window.length > 0) probe(AbortSignal.any([interrupter.signal, over.signal]));
  options.whileWindow?.(over.signal);
  await sleepUntil(clock, deadline, AbortSignal.any([interrupter.signal, watch.finished]));
  const window = { startMs, endMs: clock.epochMs() };
  if (until !== undefined && !watch.finished.aborted) giveUp(until, options);
  watch.end();
  onWindow(window);
  over.abort();
  emit({ type: 'window-ended', ...window });
  emit({ type: 'stage-ended', stage: 'window' });
}

/** The task that ends the window has not. */
function giveUp({ task: { stage, index }, maxMs }: NonNullable<Plan['windowUntil']>, options: RunOptions): void {
  const { plan, interrupter } = options;
  const task = plan.stages[stage][index];
  if (task === undefined) throw new Error('Internal error: the window waits for a task that is not there');
  if (interrupter.first !== undefined) return;
  interrupter.interrupt({
    kind: 'task-failed',
    task: refOf(task),
    result: { kind: 'timeout', timeoutMs: maxMs },
    attempts: 1,
    outputEnd: { stream: 'all', text: '', omittedBytes: 0 },
  });
}
