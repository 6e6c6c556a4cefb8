import { DRIVER, startDriver } from '../support/driver.ts';
import { processesWithMark, tcpSockets } from '../support/procs.ts';
import { openScene, type TestLife } from '../support/scene.ts';
import { waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { openFiles, residentKib, Samples } from './observe.ts';
import { lasting, PASSING, round, timeouts } from './tasks.ts';

export interface Observed {
  readonly tasks: number;
  readonly bodySeconds: number;
  /** What is open when nothing of a round runs: after the warm-up, and at the end. */
  readonly openFirst: readonly string[];
  readonly openLast: readonly string[];
  /** Over the body, after the warm-up. */
  readonly residentKib: readonly number[];
  readonly status: string;
  readonly left: readonly string[];
}

const COLLECT = import.meta.resolve('./collect.mjs');
const LASTING = 100;
const TIMEOUTS_EVERY = 10;
const SAMPLE_EVERY_MS = 200;
const LONGEST_MS = 15 * 60_000;

/** One measurement of so many rounds behind so many that warm it up, all in one process of the driver. */
export async function soak(life: TestLife, url: string, warmUp: number, rounds: number): Promise<Observed> {
  const scene = openScene(life);
  const [openFirst, openLast] = [scene.gate('first'), scene.gate('last')];
  const many = (count: number): readonly object[] =>
    Array.from({ length: count }, (_, i) => [...round(url), ...(i % TIMEOUTS_EVERY === 0 ? timeouts() : [])]).flat();
  const body = many(rounds);
  const driver = startDriver(scene, {
    command: [process.execPath, '--expose-gc', '--import', COLLECT, DRIVER],
    config: { exec: { start: [...lasting(LASTING), ...many(warmUp), waitsAt('first'), ...body, waitsAt('last')] } },
  });
  const reached = (name: string): Promise<unknown> =>
    waitFor(`the gate ${name}`, () => scene.log().includes(name), { limitMs: LONGEST_MS, everyMs: 20 });
  const openAtRest = async (): Promise<readonly string[]> => {
    await waitFor('the end of what passes', () => isAtRest(driver.pid), { limitMs: 30_000, everyMs: 100 });
    return openFiles(driver.pid);
  };

  await reached('first');
  const first = await openAtRest();
  const samples = new Samples(() => residentKib(driver.pid), SAMPLE_EVERY_MS);
  const began = performance.now();
  await openFirst();
  await reached('last');
  const bodySeconds = (performance.now() - began) / 1000;
  const resident = samples.stop();
  const last = await openAtRest();
  await openLast();
  const { answer } = await driver.finished(60_000);
  return {
    tasks: body.length,
    bodySeconds,
    openFirst: first,
    openLast: last,
    residentKib: resident,
    status: answer.status,
    left: scene.processes().map(({ pid, command }) => `${command} (${pid})`),
  };
}

/** Free connections are closed after 4 s; until then they are nobody's leak. */
function isAtRest(pid: number): boolean {
  const passing = processesWithMark(`SOAK=${PASSING.SOAK}`);
  return passing.length === 0 && tcpSockets(pid).length === 0;
}
