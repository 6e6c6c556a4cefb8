import { EXIT_CODES } from '../driver/exit-codes.ts';
import { LineWriter } from '../driver/line-writer.ts';
import { processWorld } from '../driver/world.ts';
import type { Recovery } from '../events.ts';
import { planOf } from '../measurement/safety-of.ts';
import { inspectRun, type RunFindings } from '../recovery/inspect-run.ts';
import { recoverByLedger } from '../recovery/recover-by-ledger.ts';
import { describeTask, recoveryLines } from '../reporters/words.ts';
import { listActive, type ActiveRun } from '../state/active-entry.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { visible } from '../text/visible.ts';

/**
 * Tells of each run that is not over, and cleans up after those that nobody looks after. Resolves with the exit code. A
 * signal does not stop it: each clean-up has its own limit, `post_timeout`.
 */
export async function recoverForPeople(folder: StateFolder, dryRun: boolean): Promise<number> {
  const writer = new LineWriter(processWorld.outputFd);
  processWorld.onStopSignal(() => undefined);
  const runs = listActive(folder);
  let recovered = 0;
  let isWhole = true;
  for (const run of runs) {
    const findings = await inspectRun(folder, run);
    for (const line of linesOf(findings)) writer.send(visible(line));
    if (dryRun || findings.status !== 'dead') continue;
    const done = await recover(folder, run);
    for (const line of done.lines) writer.send(`  ${visible(line)}`);
    if (done.isWhole) recovered += 1;
    else isWhole = false;
  }
  const where = `in ${visible(folder.path)}`;
  const found = `${String(runs.length)} unfinished ${runs.length === 1 ? 'run' : 'runs'} ${where}`;
  if (runs.length === 0) await writer.finish(`nothing to recover: no unfinished run ${where}`);
  else await writer.finish(dryRun ? `${found}; nothing was touched` : `${found}; ${String(recovered)} recovered`);
  return isWhole ? EXIT_CODES.ok : EXIT_CODES.failed;
}

async function recover(
  folder: StateFolder,
  run: ActiveRun,
): Promise<{ readonly isWhole: boolean; readonly lines: readonly string[] }> {
  const done = await recoverByLedger({
    folder,
    run,
    by: 'hand',
    environment: process.env,
    currentPlan: (file, section) => planOf(file, section, process.env),
    onBegin: () => undefined,
  });
  switch (done.kind) {
    case 'recovered':
      return { isWhole: wentWell(done.recovery), lines: recoveryLines(done.recovery) };
    case 'nothing':
      return { isWhole: true, lines: ['nothing had begun, so there is nothing to clean up'] };
    case 'taken':
      return { isWhole: true, lines: ['somebody else has begun to clean up'] };
    case 'unreadable':
      return { isWhole: false, lines: ['its ledger cannot be read, so nothing was done'] };
    case 'newer':
      return { isWhole: false, lines: ['its ledger is of a later version of servo-exec: use that one'] };
  }
}

function wentWell({ notRun, survivors, ran }: Recovery): boolean {
  return notRun.length === 0 && survivors.length === 0 && ran.every(({ result }) => result.kind === 'success');
}

const STATUS = {
  measuring: 'its driver lives, so it is left alone',
  'cleaning-up': 'its driver is dead, and somebody cleans up',
  'out-of-sight': 'of another machine or container, with a sign of life less than 90 s ago, so it is left alone',
  dead: 'its driver and its guard are dead',
} as const;

function linesOf({ run, status, todo }: RunFindings): readonly string[] {
  const { runId, app, section, configFile, driver, host } = run;
  return [
    `run ${runId}: ${STATUS[status]}`,
    `  app ${JSON.stringify(app)}, section ${section} of ${configFile}, process ${String(driver.pid)} on ${host.name}`,
    ...(todo?.stage === undefined ? [] : [`  reached: ${todo.stage}`]),
    ...(todo?.living ?? []).map(
      ({ task, pid, command }) => `  still running: process ${String(pid)} (${command}) of ${describeTask(task)}`,
    ),
    ...(todo?.missingPost ?? []).map((task) => `  not finished: ${describeTask(task)}`),
  ];
}
