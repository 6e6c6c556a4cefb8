import { LineWriter } from '../../driver/line-writer.ts';
import type { World } from '../../driver/world.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import type { Face, RunEnd } from './face.ts';
import { jsonLine } from './json-line.ts';

/** For programs: the driver's answer, and nothing else. */
export class JsonFace implements Face {
  readonly reporters: Face['reporters'];
  readonly warn: Face['warn'];
  readonly #writer: LineWriter;

  constructor(model: RunModel, world: World, onBroken: (code: string) => void) {
    this.reporters = [model];
    this.warn = (text) => void world.tell(text);
    this.#writer = new LineWriter(world.outputFd, onBroken);
  }

  finish({ answer }: RunEnd): Promise<boolean> {
    return this.#writer.finish(jsonLine(answer));
  }
}
