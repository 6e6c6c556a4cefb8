import type { Driver } from '../support/driver.ts';
import type { Scene } from '../support/scene.ts';
import type { Cell } from './cells.ts';

/** A measurement that is in the stage of its cell. */
export interface Struck {
  readonly cell: Cell;
  readonly scene: Scene;
  readonly driver: Driver;
  /** The driver's own number, also where a process stands in between. */
  readonly driverPid: number;
  /** Lets the parent of the driver end, where there is one of its own. */
  readonly endParent: () => Promise<void>;
  /** Makes the driver write something. */
  readonly tick: () => Promise<void>;
  /** Lets the task that is under way come to its end. */
  readonly release: () => void | Promise<void>;
  /** Kills the guard before the driver, so that nobody cleans up: the matrix has to turn red. */
  readonly withoutGuard: boolean;
}

export type Outcome = 'goes-on' | 'cancelled' | 'dies';

export interface Fault {
  /** The driver `goes-on`, cleans up and is `cancelled`, or `dies` and is cleaned up after. */
  readonly outcome: (cell: Cell) => Outcome;
  /** What the answer of a cancelled measurement names as the cause. */
  readonly cause?: RegExp;
  /** The driver has a parent of its own, whose end is all that we see: not the driver's exit code. */
  readonly hasParent?: true;
  /** Nobody gets to see the answer of a driver that lives. */
  readonly isAnswerLost?: (cell: Cell) => boolean;
  /** Resolves when the driver has noticed, as far as that can be seen from outside. */
  readonly strike: (struck: Struck) => Promise<void>;
  /** What the caller does once the last task of `post` has ended. */
  readonly afterwards?: (struck: Struck) => Promise<void>;
}

export function isStubborn({ manner }: Cell): boolean {
  return manner === 'stubborn';
}
