import { describe, openScene, type Scene, type TestLife } from '../support/scene.ts';
import { startDriver } from '../support/driver.ts';
import { driverPid, throughAShell } from '../support/parent.ts';
import { isAlive } from '../support/procs.ts';
import { comes } from '../support/wait.ts';
import type { Cell } from './cells.ts';
import { configOf, struckTask, TICK } from './config.ts';
import type { Struck } from './fault.ts';
import { faults } from './faults.ts';
import { holdRequests } from './holding-server.ts';
import { judge, type Finding } from './judge.ts';

export interface CellOptions {
  /** How long a measurement may take to come to its end once the fault has struck. */
  readonly limitMs?: number;
  /** See `Struck`. */
  readonly withoutGuard?: boolean;
}

/** Longer than any machine takes from the beginning of the window to the fault. */
const SHORT_WINDOW_SECONDS = 3;
const LONG_WINDOW_SECONDS = 600;
const LOOK_EVERY_MS = 25;

/** Brings a measurement into the stage of the cell, lets the fault strike, and tells what is not as promised then. */
export async function runCell(test: TestLife, cell: Cell, options: CellOptions = {}): Promise<readonly Finding[]> {
  const scene = openScene(test);
  try {
    return await strikeIn(scene, test, cell, options);
  } catch (error) {
    const seen = { error: String(error), log: scene.log(), processes: describe(scene.processes()) };
    return [{ what: 'the way to the end', expected: 'no error', seen }];
  }
}

async function strikeIn(
  scene: Scene,
  test: TestLife,
  cell: Cell,
  { limitMs = 15_000, withoutGuard = false }: CellOptions,
): Promise<readonly Finding[]> {
  const fault = faults[cell.fault];
  const outcome = fault.outcome(cell);
  const task = struckTask(cell);
  const begun = (): string[] => scene.log().filter((line) => line.startsWith(`begin ${task}`));

  const endParent = scene.gate('leave');
  const tick = scene.gate(TICK);
  const { url, release } = await heldTask(scene, test, cell, task);
  const driver = startDriver(scene, {
    config: configOf(cell, url),
    request: { control: { duration: windowSeconds(cell, outcome) } },
    ...(fault.hasParent === true ? { command: throughAShell('read -r order < leave'), args: [] } : {}),
  });
  const pid = fault.hasParent === true ? await driverPid(scene) : driver.pid;
  await scene.logged(`begin ${task}`);
  if (cell.stage !== 'pre') await scene.logged('begin load');
  const struck: Struck = { cell, driver, driverPid: pid, endParent, tick, withoutGuard };
  await fault.strike(struck);

  let ranTwiceAtOnce = false;
  if (cell.stage === 'post' && outcome === 'dies') {
    // What was interrupted is done once more, when it is gone.
    if (await comes(() => begun().length > 1, { limitMs, everyMs: LOOK_EVERY_MS })) {
      ranTwiceAtOnce = isAlive(Number(begun()[0]?.split(' ')[2]));
      await release();
    }
  } else if (cell.stage === 'post' || (outcome === 'goes-on' && cell.stage !== 'window')) {
    await release();
  }
  if (fault.afterwards !== undefined) {
    await scene.logged('end post3');
    await fault.afterwards(struck);
  }
  const end = await driver.ended(limitMs);
  const leftAtExit = namesOf(scene);
  await comes(() => scene.processes().length === 0, { limitMs, everyMs: LOOK_EVERY_MS });
  return judge(cell, {
    log: scene.log(),
    end,
    ...driver.text(),
    leftAtExit,
    leftForGood: namesOf(scene),
    ranTwiceAtOnce,
  });
}

/** Where the requests of a cell go, if it has any, and how the task that is held is let through. */
async function heldTask(
  scene: Scene,
  test: TestLife,
  { mode, manner }: Cell,
  task: string,
): Promise<{ url: string; release: () => void | Promise<void> }> {
  return mode === 'request' ? holdRequests(test, scene, task, manner) : { url: '', release: scene.gate(task) };
}

function windowSeconds({ stage }: Cell, outcome: string): number {
  if (stage !== 'window') return 0;
  return outcome === 'goes-on' ? SHORT_WINDOW_SECONDS : LONG_WINDOW_SECONDS;
}

function namesOf(scene: Scene): readonly string[] {
  return scene.processes().map(({ command, pid }) => `${command} (${pid})`);
}
