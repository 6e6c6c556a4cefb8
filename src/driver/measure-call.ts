import { watchCaller } from './caller-watch.ts';
import { aborted, cancelledBefore, EarlyEnd } from './early-end.ts';
import { EXIT_CODES, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { internalFailure } from './internal-failure.ts';
import { LineWriter } from './line-writer.ts';
import type { Answer, DescribeCall, MeasureDriver } from './measure-driver.ts';
import { ProgressLines } from './progress.ts';
import { readInput } from './read-input.ts';
import { badRequest, EXAMPLE_REQUEST, parseRequest } from './request.ts';
import type { World } from './world.ts';

/** A reader that reads at all has taken the answer by then. */
const LAST_WRITE_MS = 250;

/** `measure APP`: exactly one answer, whatever happens (spec/driver.md §4). */
export async function measureCall(driver: MeasureDriver, call: DescribeCall, world: World): Promise<ExitCode> {
  const earlyEnd = new EarlyEnd(world);
  const writer = new LineWriter(world.outputFd, (code) => {
    earlyEnd.readerGone(`nobody reads standard output any more, ${code}`);
  });
  watchCaller(world.callerPid, world.outputFd, () => {
    earlyEnd.readerGone('the calling process has ended');
  });
  let answer: Answer | undefined;
  try {
    answer = await measured(driver, call, world, writer, earlyEnd.signal);
  } catch (error) {
    earlyEnd.bugFound(error);
  }
  if (earlyEnd.bug !== undefined && (answer === undefined || isOvertaken(answer))) {
    answer = internalFailure(earlyEnd.bug, world);
  }
  if (answer === undefined) throw new Error('Internal error: no answer');

  const gaveUp = new Promise<undefined>((resolve) => {
    earlyEnd.whenNotWorthWaiting(() => {
      world.clock.after(LAST_WRITE_MS, () => {
        resolve(undefined);
      });
    });
  });
  const delivered = await Promise.race([writer.finish(JSON.stringify(answer)), gaveUp]);
  // A reader that is gone is a cancellation; one that came after a failure changes nothing any more.
  const isCancelled = delivered === undefined || (!delivered && answer.status === 'ok');
  return isCancelled ? EXIT_CODES.cancelled : exitCodeOf(answer);
}

async function measured(
  driver: MeasureDriver,
  call: DescribeCall,
  world: World,
  writer: LineWriter,
  signal: AbortSignal,
): Promise<Answer> {
  const { stream, isTerminal } = world.input();
  if (isTerminal) {
    void world.tell(
      `${driver.name}: waiting for the request on standard input, and for its end (Ctrl-D). An example:\n${EXAMPLE_REQUEST}`,
    );
  }
  const input = await Promise.race([readInput(stream), aborted(signal)]);
  if (signal.aborted || input === undefined) return cancelledBefore(signal);
  if (input.kind === 'unreadable') return badRequest(`Standard input cannot be read: ${input.why}.`);
  const request = parseRequest(input.bytes);
  if ('status' in request) return request;

  const progress = new ProgressLines(writer, world.clock);
  try {
    return await driver.measure({
      ...call,
      request,
      signal,
      progress: (percent, message) => {
        progress.tell(percent, message ?? null);
      },
      warn: (text) => void world.tell(`${driver.name}: ${text}`),
    });
  } finally {
    progress.stop();
  }
}

/** An answer that only tells of the cancellation which the bug brought about, or of a success despite of it. */
function isOvertaken(answer: Answer): boolean {
  return answer.status === 'ok' || answer.reason === 'cancelled';
}
