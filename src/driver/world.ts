import type { Readable } from 'node:stream';
import { systemClock, type Clock } from '../clock.ts';
import { exitNow } from './exit-now.ts';
import { LineWriter } from './line-writer.ts';
import { callerPid, onStopSignal } from './stop-signals.ts';

/** Everything that a driver has to do with outside of itself. One object, so that a test can give another. */
export interface World {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly clock: Clock;
  /** Standard input; not touched by a call that reads none. */
  readonly input: () => { readonly stream: Readable; readonly isTerminal: boolean };
  readonly outputFd: number;
  /** Standard error: for people, short. A full pipe holds up nothing. */
  readonly tell: (text: string) => Promise<void>;
  /** The parent process at our start. */
  readonly callerPid: number;
  readonly onStopSignal: (listener: (signal: string) => void) => void;
  readonly exit: (code: number) => never;
}

const errors = new LineWriter(2);

export const processWorld: World = {
  args: process.argv.slice(2),
  clock: systemClock,
  // `node:tty` brings all of the network along, which only a measurement needs.
  input: () => ({ stream: process.stdin, isTerminal: process.getBuiltinModule('node:tty').isatty(0) }),
  outputFd: 1,
  tell: async (text) => {
    await errors.finish(text.trimEnd());
  },
  callerPid,
  onStopSignal,
  exit: exitNow,
};
