import type { AttemptResult, OutputStream, ProcessRef, Survivor } from '../events.ts';
import type { Facts } from '../config/template.ts';

/** What one attempt of any mode gets. */
export interface AttemptContext {
  readonly facts: Facts;
  /** The driver's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What a command is told in variables, which win over those. */
  readonly variables: () => Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin, absolute; `undefined` is the working folder of this process. */
  readonly workingFolder: string | undefined;
  /** Tells this attempt from all others, on this machine and at any time. */
  readonly mark: string;
  /** The task outlives the driver, so its output must not go through a pipe that ends with the driver. */
  readonly discardOutput: boolean;
  /** Takes output as it comes. The chunk is the caller's to keep. */
  readonly onOutput: (stream: OutputStream, chunk: Buffer) => void;
}

/**
 * One attempt of a command or a request, under way. What is expected to go wrong is a value in `ended`,
 * which never rejects; retries, timeouts and background life are wrapped around it, the same for every mode.
 */
export interface Attempt {
  /** Whether it got off the ground; when not, `ended` tells why. */
  readonly started: boolean;
  /** The leader of the process group, where there is one. */
  readonly process: ProcessRef | undefined;
  /** How it ended, by itself or because it was stopped. */
  readonly ended: Promise<AttemptResult>;
  /** Stops it with everything it started. Resolves when that is gone, with what could not be stopped. */
  stop(): Promise<readonly Survivor[]>;
}
