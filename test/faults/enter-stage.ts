import { startDriver } from '../support/driver.ts';
import { driverPid, throughAShell } from '../support/parent.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import type { Cell } from './cells.ts';
import { configOf, struckTask, TICK } from './config.ts';
import type { Fault, Outcome, Struck } from './fault.ts';
import { holdRequests } from './holding-server.ts';

/** Longer than the fault takes to strike once the window has begun. */
const SHORT_WINDOW_SECONDS = 5;
const LONG_WINDOW_SECONDS = 600;

/** Starts a measurement, and waits until it is in the stage of its cell, with a task under way. */
export async function enterStage(
  test: TestLife,
  scene: Scene,
  cell: Cell,
  fault: Fault,
): Promise<Omit<Struck, 'withoutGuard'>> {
  const { stage, mode, manner } = cell;
  const task = struckTask(cell);
  const endParent = scene.gate('leave');
  const tick = scene.gate(TICK);
  const { url, release } =
    mode === 'request' ? await holdRequests(test, scene, task, manner) : { url: '', release: scene.gate(task) };
  const hasParent = fault.hasParent === true;
  const driver = startDriver(scene, {
    config: configOf(cell, url),
    request: { control: { duration: windowSeconds(cell, fault.outcome(cell)) } },
    ...(hasParent ? { command: throughAShell('read -r order < leave'), args: [] } : {}),
  });
  const pid = hasParent ? await driverPid(scene) : driver.pid;
  await scene.logged(`begin ${task}`);
  if (stage !== 'pre') await scene.logged('begin load');
  if (stage === 'window') await driver.told(/^window/);
  return { cell, scene, driver, driverPid: pid, endParent, tick, release };
}

function windowSeconds({ stage }: Cell, outcome: Outcome): number {
  if (stage !== 'window') return 0;
  return outcome === 'goes-on' ? SHORT_WINDOW_SECONDS : LONG_WINDOW_SECONDS;
}
