import { isAlive } from '../support/procs.ts';
import { describe, openScene, type Scene, type TestLife } from '../support/scene.ts';
import { comes } from '../support/wait.ts';
import type { Cell } from './cells.ts';
import { struckTask } from './config.ts';
import { enterStage } from './enter-stage.ts';
import type { Outcome, Struck } from './fault.ts';
import { faults } from './faults.ts';
import { judge, type Finding } from './judge.ts';

export interface CellOptions {
  /** How long a measurement may take to come to its end once the fault has struck. */
  readonly limitMs?: number;
  /** See `Struck`. */
  readonly withoutGuard?: boolean;
}

/** For a machine that others keep busy. */
export const LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 25;

/** Brings a measurement into the stage of the cell, lets the fault strike, and tells what is not as promised then. */
export async function runCell(test: TestLife, cell: Cell, options: CellOptions = {}): Promise<readonly Finding[]> {
  const scene = openScene(test);
  try {
    return await strikeIn(test, scene, cell, options);
  } catch (error) {
    const seen = { error: String(error), log: scene.log(), processes: describe(scene.processes()) };
    return [{ what: 'the way to the end', expected: 'no error', seen }];
  }
}

async function strikeIn(
  test: TestLife,
  scene: Scene,
  cell: Cell,
  { limitMs = LIMIT_MS, withoutGuard = false }: CellOptions,
): Promise<readonly Finding[]> {
  const fault = faults[cell.fault];
  const struck = { ...(await enterStage(test, scene, cell, fault)), withoutGuard };
  await fault.strike(struck);
  const ranTwiceAtOnce = await letGoOn(struck, fault.outcome(cell), limitMs);
  if (fault.afterwards !== undefined) {
    await scene.logged('end post3');
    await fault.afterwards(struck);
  }
  const end = await struck.driver.ended(limitMs);
  const leftAtExit = namesOf(scene);
  await comes(() => scene.processes().length === 0, { limitMs, everyMs: LOOK_EVERY_MS });
  const log = scene.log();
  return judge(cell, { log, end, ...struck.driver.text(), leftAtExit, leftForGood: namesOf(scene), ranTwiceAtOnce });
}

/**
 * Releases the task that was under way where it is not to be stopped, or where it is to be done again. Tells whether
 * that was done beside the first one.
 */
async function letGoOn({ cell, scene, release }: Struck, outcome: Outcome, limitMs: number): Promise<boolean> {
  const { stage } = cell;
  const isStopped = outcome !== 'goes-on' && stage !== 'post';
  // The window is over when its time is, whatever runs in the background.
  if (isStopped || stage === 'window') return false;
  if (outcome !== 'dies') {
    await release();
    return false;
  }
  const begun = (): string[] => scene.log().filter((line) => line.startsWith(`begin ${struckTask(cell)}`));
  const again = await comes(() => begun().length > 1, { limitMs, everyMs: LOOK_EVERY_MS });
  if (again === undefined) return false;
  const isBesideFirst = isAlive(Number(begun()[0]?.split(' ')[2]));
  await release();
  return isBesideFirst;
}

function namesOf(scene: Scene): readonly string[] {
  return scene.processes().map(({ command, pid }) => `${command} (${pid})`);
}
