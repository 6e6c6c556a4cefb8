import type { AttemptResult, Survivor } from '../../../src/events.ts';
import type { Attempt } from '../../../src/tasks/attempt.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Behaviour, Script } from './cases.ts';

/** What an attempt did, and what was done to it. */
export interface AttemptLife {
  readonly label: string;
  readonly number: number;
  readonly behaviour: Behaviour;
  readonly startMs: number;
  /** When it was told to stop, in the order of the calls. */
  readonly stopCallsMs: number[];
  /** When it ended by itself. */
  endMs: number | undefined;
  /** It is gone, or is known to be one that cannot be stopped. */
  over: boolean;
}

/** An attempt that does what its script says. */
export function scriptedAttempt(
  life: AttemptLife,
  { stopMs, survives }: Script,
  clock: VirtualClock,
  onOutput: (chunk: Buffer) => void,
): Attempt {
  const { behaviour } = life;
  if (behaviour.kind === 'not-started') {
    life.over = true;
    return {
      started: false,
      process: undefined,
      ended: Promise.resolve({ kind: 'not-started', code: 'ENOENT', message: 'not found' }),
      stop: () => Promise.resolve([]),
    };
  }
  let end: (result: AttemptResult) => void = () => undefined;
  const ended = new Promise<AttemptResult>((resolve) => {
    end = resolve;
  });
  let callOff: () => void = () => undefined;
  if (behaviour.kind === 'ends') {
    callOff = clock.after(behaviour.afterMs, () => {
      onOutput(Buffer.from('the end is near\n'));
      life.endMs = clock.now();
      life.over = true;
      end(behaviour.result);
    });
  }
  return {
    started: true,
    process: { pid: 1000, startTicks: 1 },
    ended,
    stop: () => {
      life.stopCallsMs.push(clock.now());
      return new Promise<readonly Survivor[]>((resolve) => {
        if (life.over) {
          resolve([]);
          return;
        }
        callOff();
        clock.after(stopMs, () => {
          life.over = true;
          if (!survives) end({ kind: 'signal', signal: 'SIGTERM' });
          resolve(survives ? [{ pid: 1000, command: 'survivor' }] : []);
        });
      });
    },
  };
}
