import { isAlive } from '../support/procs.ts';
import { waitFor } from '../support/wait.ts';
import type { FaultName } from './cells.ts';
import { isStubborn, type Fault, type Struck } from './fault.ts';
import { killDriver, killGuard } from './guard.ts';

const SIGNALS = ['SIGUSR1', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const PARENT_GONE = /calling process has ended/;
const AGAIN_MS = 300;

/** How the faults strike, and what becomes of the measurement then. */
export const faults: Readonly<Record<FaultName, Fault>> = {
  USR1: signalled('SIGUSR1'),
  TERM: signalled('SIGTERM'),
  INT: signalled('SIGINT'),
  HUP: signalled('SIGHUP'),
  KILL: { outcome: () => 'dies', strike: killDriver },
  'parent-ended': orphaned((struck) => struck.endParent()),
  'parent-killed': orphaned(async ({ driver }) => {
    driver.signal('SIGKILL');
  }),
  'broken-pipe': {
    outcome: () => 'cancelled',
    isAnswerLost: () => true,
    async strike({ driver, tick }) {
      driver.stdout.hangUp();
      await tick();
    },
  },
  'deaf-reader': {
    outcome: () => 'goes-on',
    isAnswerLost: isStubborn,
    async strike({ driver, driverPid, tick }) {
      await driver.stdout.goDeaf(`/proc/${driverPid}/fd/1`);
      await tick();
    },
    afterwards: async (struck) => {
      if (isStubborn(struck.cell)) await giveUp(struck);
      else struck.driver.stdout.listen();
    },
  },
  'guard-killed': {
    outcome: (cell) => (isStubborn(cell) ? 'dies' : 'goes-on'),
    strike: killGuard,
  },
};

/** Where tasks are stubborn the caller is impatient, and sends another signal after the first. */
function signalled(signal: (typeof SIGNALS)[number]): Fault {
  const cause = new RegExp(`\\b${signal}\\b`);
  return {
    outcome: () => 'cancelled',
    cause,
    async strike({ cell, driver }) {
      driver.signal(signal);
      await driver.told(cause);
      if (isStubborn(cell)) driver.signal(SIGNALS.find((other) => other !== signal) ?? signal);
    },
  };
}

function orphaned(loseParent: (struck: Struck) => Promise<void>): Fault {
  return {
    outcome: () => 'cancelled',
    cause: PARENT_GONE,
    hasParent: true,
    async strike(struck) {
      await loseParent(struck);
      await struck.driver.told(PARENT_GONE);
    },
  };
}

/**
 * Sends signals to a driver whose answer nobody takes until it gives up. From outside one cannot see whether the answer
 * waits already.
 */
async function giveUp({ driver, driverPid }: Struck): Promise<void> {
  const again = setInterval(() => {
    driver.signal('SIGUSR1');
  }, AGAIN_MS);
  try {
    await waitFor('the end of the driver', () => !isAlive(driverPid));
  } finally {
    clearInterval(again);
  }
  // There is no answer among what is still in the pipe.
  driver.stdout.listen();
}
