import type { Scene } from '../../test/support/scene.ts';

export interface Job {
  readonly argv: readonly [string, ...string[]];
  /** For standard input. */
  readonly input?: string;
}

/** Something that can run commands and requests, and be cancelled. Each job is written as its users write it. */
export interface Peer {
  readonly name: string;
  /** How it tells its version; where that fails, it is not there. */
  readonly version: readonly [string, ...string[]];
  readonly howToGet: string;
  /** Of what would take too long, so many are done and the time is scaled. */
  readonly most: { readonly commands: number; readonly requests: number };
  commands(scene: Scene, count: number): Job;
  requests(scene: Scene, count: number, url: string): Job;
  /** A background task `sh -c BACKGROUND`, and `sleep 3600` for which it waits. */
  cancel(scene: Scene): Job;
}

export const BACKGROUND = 'sleep 3600 & setsid sleep 3600 & wait';
/** What `cancel` starts: the last, and the two in `BACKGROUND`. */
export const SLEEPERS = 3;
