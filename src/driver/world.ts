import { write } from 'node:fs';
import { isatty } from 'node:tty';
import { systemClock, type Clock } from '../clock.ts';
import { onStopSignal } from './stop-signals.ts';

/** Everything that a driver has to do with outside of itself. One object, so that a test can give another. */
export interface World {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly clock: Clock;
  readonly inputFd: number;
  readonly outputFd: number;
  readonly isTerminal: (fd: number) => boolean;
  /** Standard error: for people, short. Through the thread pool, so that a full pipe holds up nothing. */
  readonly tell: (text: string) => Promise<void>;
  readonly onStopSignal: (listener: (signal: string) => void) => void;
  readonly exit: (code: number) => never;
}

export const processWorld: World = {
  args: process.argv.slice(2),
  clock: systemClock,
  inputFd: 0,
  outputFd: 1,
  isTerminal: (fd) => isatty(fd),
  tell: (text) =>
    new Promise((resolve) => {
      write(2, text.endsWith('\n') ? text : `${text}\n`, () => {
        resolve();
      });
    }),
  onStopSignal,
  exit: (code) => process.exit(code),
};
