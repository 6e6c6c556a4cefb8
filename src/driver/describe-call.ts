import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { internalFailure } from './internal-failure.ts';
import { LineWriter } from './line-writer.ts';
import type { DescribeCall, Description, MeasureDriver } from './measure-driver.ts';
import type { World } from './world.ts';

/** `measure --describe APP` */
export async function describeCall(driver: MeasureDriver, call: DescribeCall, world: World): Promise<ExitCode> {
  let description: Description;
  try {
    description = await driver.describe(call);
  } catch (error) {
    description = internalFailure(error, world);
  }
  await new LineWriter(world.outputFd).finish(JSON.stringify(description));
  return description.status === 'ok' ? EXIT_CODES.ok : EXIT_CODES.failed;
}
