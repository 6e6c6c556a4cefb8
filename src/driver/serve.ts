import { parseCommandLine, usage } from './command-line.ts';
import { describeCall } from './describe-call.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { LineWriter } from './line-writer.ts';
import type { MeasureDriver } from './measure-driver.ts';
import { processWorld, type World } from './world.ts';

/**
 * Makes a program a measure driver: takes its command line, reads the request, reports progress, answers, and exits
 * (docs/protocol.md). To be called once, with the process as its own.
 */
export async function serveDriver(driver: MeasureDriver, world: World = processWorld): Promise<never> {
  return world.exit(await handleCall(driver, world));
}

async function handleCall(driver: MeasureDriver, world: World): Promise<number> {
  const print = (text: string): Promise<boolean> => new LineWriter(world.outputFd).finish(text);
  if (process.platform === 'win32') {
    await world.tell(`${driver.name} does not run on Windows: it relies on process groups and signals. Use WSL.`);
    return EXIT_CODES.failed;
  }
  const call = await parseCommandLine(world.args, driver);
  // Only a measurement has something to clean up; it listens for itself.
  if (call.kind !== 'measure') world.onStopSignal(() => world.exit(EXIT_CODES.cancelled));
  switch (call.kind) {
    case 'info':
      await print(JSON.stringify({ has_cancel: true, version: driver.version }));
      return EXIT_CODES.ok;
    case 'help':
      await print(usage(driver).trimEnd());
      return EXIT_CODES.ok;
    case 'version':
      await print(driver.version);
      return EXIT_CODES.ok;
    case 'wrong':
      await world.tell(`${driver.name}: ${call.message}\n${usage(driver)}`);
      return EXIT_CODES.usage;
    case 'describe':
      return describeCall(driver, call, world);
    case 'measure': {
      // A call for information reads no input.
      const { measureCall } = await import('./measure-call.ts');
      return measureCall(driver, call, world);
    }
  }
}
