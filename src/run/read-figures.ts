import type { RunOptions } from './run-options.ts';

/** Lets the background tasks end that figures are read from, and reads them, before `post` may delete what they stand in. */
export async function readFigures({ figures, tasks, interrupter, emit }: RunOptions): Promise<void> {
  if (figures === undefined) return;
  const { signal } = interrupter;
  await tasks.join(figures.joined, signal);
  if (signal.aborted) return;
  const failure = await figures.read(emit, signal);
  if (failure !== undefined) interrupter.interrupt(failure);
}
