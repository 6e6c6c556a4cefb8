import { sleepUntil } from '../clock.ts';
import type { Interruption } from '../events.ts';
import { cleanUp, type Contain } from './clean-up.ts';
import type { RunOptions } from './run-options.ts';
import { runStage } from './run-stage.ts';

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
  const bugs: unknown[] = [];
  const contained: Contain = async (part) => {
    try {
      await part();
    } catch (error) {
      bugs.push(error);
      interrupter.interrupt({ kind: 'internal', message: String(error) });
    }
  };
  await contained(() => goForward(options));
  // Cancelled before the first task there is nothing to clean up.
  if (hasBegun) {
    await contained(() => cleanUp(options, contained));
    await contained(() => tasks.stopBackground());
  }
  options.emit({ type: 'run-ended', interruption: interrupter.first });
  if (bugs.length > 0) throw bugs[0];
  return interrupter.first;
}

async function goForward(options: RunOptions): Promise<void> {
  const { interrupter } = options;
  const steps = [
    () => runStage('pre', options),
    () => runStage('start', options),
    () => watchWindow(options),
    () => runStage('stop', options),
  ];
  for (const step of steps) {
    if (interrupter.signal.aborted) return;
    await step();
  }
}

async function watchWindow({ plan, windowMs, clock, emit, interrupter, onWindow }: RunOptions): Promise<void> {
  const now = clock.now();
  const deadline = plan.windowStarts === 'at_launch' ? windowMs : now + windowMs;
  const startMs = clock.epochMs();
  emit({ type: 'stage-started', stage: 'window', tasks: 0 });
  emit({ type: 'window-started', durationMs: Math.max(0, deadline - now) });
  await sleepUntil(clock, deadline, interrupter.signal);
  const window = { startMs, endMs: clock.epochMs() };
  onWindow(window);
  emit({ type: 'window-ended', ...window });
  emit({ type: 'stage-ended', stage: 'window' });
}
