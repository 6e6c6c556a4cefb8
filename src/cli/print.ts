import { LineWriter } from '../driver/line-writer.ts';
import { processWorld } from '../driver/world.ts';

/** Writes all of a text to standard output, as lines. A reader that leaves early (`| head -1`) is no failure. */
export async function print(text: string): Promise<void> {
  await new LineWriter(processWorld.outputFd).finish(text);
}
