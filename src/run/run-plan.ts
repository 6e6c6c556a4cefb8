import { sleepUntil } from '../clock.ts';
import type { Interruption } from '../events.ts';
import { cleanUp } from './clean-up.ts';
import type { Interrupter } from './interrupter.ts';
import type { RunOptions } from './run-options.ts';
import { runStage } from './run-stage.ts';

/**
 * Walks the stages: pre, start, the window, stop, and whatever happens post, and then nothing of ours runs any more
 * (spec/driver.md §5). Resolves with what interrupted it. Rejects for nothing.
 */
export async function runPlan(options: RunOptions): Promise<Interruption | undefined> {
  const { interrupter, tasks, emit } = options;
  // Cancelled before the first task: there is nothing to clean up.
  if (interrupter.first === undefined) {
    await contained(interrupter, () => goForward(options));
    await contained(interrupter, () => cleanUp(options));
    await contained(interrupter, () => tasks.stopBackground());
  }
  emit({ type: 'run-ended', interruption: interrupter.first });
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

/** A mistake of ours in one part must not keep the others from cleaning up. */
async function contained(interrupter: Interrupter, part: () => Promise<void>): Promise<void> {
  try {
    await part();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    interrupter.interrupt({ kind: 'internal', message });
  }
}
