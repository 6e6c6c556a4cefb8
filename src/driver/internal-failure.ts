import type { Failure } from './measure-driver.ts';
import type { World } from './world.ts';

/** A mistake of the driver's own: the answer names it, standard error has the stack trace. */
export function internalFailure(error: unknown, world: World): Failure {
  void world.tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return internalAnswer(error);
}

/** The answer alone. */
export function internalAnswer(error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  return { status: 'failed', message: `A mistake of the driver itself, please report it: ${text}`, reason: 'internal' };
}
