import type { Plan, Task } from '../config/plan.ts';
import type { Survivor } from '../events.ts';
import { cgroupOf } from '../process/cgroup.ts';
import { livingMembers, type Target } from '../process/members.ts';
import { readProcess, startTicksOf, ticksSinceBoot } from '../process/process-table.ts';
import { stopMembers } from '../process/stop.ts';
import { survey } from '../process/survey.ts';
import { markOf, parseMark, type AttemptPlace } from '../state/mark.ts';
import type { LedgerHeader, RecordedAttempt, RunStateJson } from '../state/record.ts';
import { hasEnded } from '../state/run-state.ts';

/** An attempt of a run whose driver is dead, with the task that it was one of. */
export interface LeftAttempt {
  readonly task: Task;
  readonly mark: string;
  readonly recorded: RecordedAttempt | undefined;
}

/** What is left of a run, as far as it is to be stopped. */
export interface LeftAttempts {
  /** Before `post`: what the driver's death has interrupted. */
  readonly interrupted: readonly LeftAttempt[];
  /** After `post`. */
  readonly background: readonly LeftAttempt[];
}

/**
 * Finds what is left: by the records, and by the marks of what was started in the driver's last moment. What a foreground
 * task left behind when it ended by itself is left alone, and so is what is to keep running (spec/driver.md §6).
 */
export async function findLeftAttempts(
  runId: string,
  plan: Plan,
  state: RunStateJson,
  sinceTicks: number,
): Promise<LeftAttempts> {
  const places = new Map<string, AttemptPlace>();
  const recorded = new Map<string, RecordedAttempt>();
  for (const attempt of [...(state.foreground === undefined ? [] : [state.foreground]), ...state.background]) {
    places.set(markOf(runId, attempt.place), attempt.place);
    recorded.set(markOf(runId, attempt.place), attempt);
  }
  for (const mark of (await survey(sinceTicks)).marks) {
    const place = parseMark(runId, mark);
    if (place !== undefined) places.set(mark, place);
  }
  const interrupted: LeftAttempt[] = [];
  const background: LeftAttempt[] = [];
  for (const [mark, place] of places) {
    const task = plan.stages[place.stage][place.index];
    if (task === undefined || task.keepRunning) continue;
    const left = { task, mark, recorded: recorded.get(mark) };
    // What is to run again must not run beside itself.
    const runsAgain = place.stage === 'post' && !state.postDone.includes(place.index);
    if (task.background && !runsAgain) background.push(left);
    else if (task.background || !hasEnded(state, place)) interrupted.push(left);
  }
  return { interrupted, background };
}

/** The run that attempts are left of. */
export interface DeadRun {
  /** Nothing of it started before, nor after it was dead for certain; in ticks since boot. */
  readonly sinceTicks: number;
  readonly untilTicks: number;
  readonly cgroupBase: string | undefined;
}

export function deadRun({ driver, cgroupBase }: LedgerHeader, untilTicks: number): DeadRun {
  return { sinceTicks: driver.startTicks, untilTicks, cgroupBase };
}

export interface Stopped {
  readonly task: Task;
  /** Whether anything of it still lived. */
  readonly hadLeft: boolean;
  readonly survivors: readonly Survivor[];
}

/** Stops them in parallel, each by its own policy. */
export function stopAttempts(attempts: readonly LeftAttempt[], run: DeadRun): Promise<readonly Stopped[]> {
  return Promise.all(
    attempts.map(async (attempt) => {
      const { task } = attempt;
      if (task.action.mode === 'request') return { task, hadLeft: false, survivors: [] };
      const target = targetOf(attempt, run);
      const hadLeft = (await livingMembers(target)).length > 0;
      const { stopSignal, stopGracePeriodMs: gracePeriodMs } = task.action;
      return { task, hadLeft, survivors: await stopMembers(target, { stopSignal, gracePeriodMs }) };
    }),
  );
}

export function targetOf({ mark, recorded }: LeftAttempt, { sinceTicks, untilTicks, cgroupBase }: DeadRun): Target {
  const leader = recorded?.process;
  return {
    pid: leader?.pid,
    mark,
    cgroup: cgroupBase === undefined ? undefined : cgroupOf(cgroupBase, mark),
    sinceTicks,
    leaderEndTicks: () => {
      const ended = recorded?.endTicks ?? untilTicks;
      if (leader === undefined) return ended;
      if (readProcess(leader.pid)?.startTicks === leader.startTicks) return undefined;
      const startTicks = startTicksOf(leader.pid);
      // The number of a group is given out again only when the group is empty: all of it is somebody else's then.
      return startTicks === 0 || startTicks === leader.startTicks ? ended : 0;
    },
  };
}

/** The time of now, or of `silentMs` ago, in ticks since boot, with some time to spare. */
export function deadSinceTicks(silentMs: number): number {
  const SPARE_TICKS = 1600;
  return Math.min(ticksSinceBoot(), ticksSinceBoot() - Math.floor(silentMs / 10) + SPARE_TICKS);
}
