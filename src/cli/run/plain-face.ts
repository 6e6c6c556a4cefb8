import { LineWriter } from '../../driver/line-writer.ts';
import type { World } from '../../driver/world.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import { PlainLines } from '../../reporters/plain-lines.ts';
import type { Face, RunEnd } from './face.ts';
import { SignsOfLife } from './signs-of-life.ts';

/** For files, pipes and simple terminals: lines with the time of day, and nothing that moves a cursor. */
export class PlainFace implements Face {
  readonly reporters: Face['reporters'];
  readonly warn: Face['warn'];
  readonly #writer: LineWriter;
  readonly #signs: SignsOfLife;

  constructor(model: RunModel, world: World, onBroken: (code: string) => void) {
    this.#writer = new LineWriter(world.outputFd, onBroken);
    this.warn = (text) => void world.tell(text);
    const lines = new PlainLines((line) => {
      this.#writer.send(line);
      this.#signs.heard();
    });
    this.#signs = new SignsOfLife(model, world.clock, lines);
    this.reporters = [model, lines];
  }

  finish({ closing }: RunEnd): Promise<boolean> {
    this.#signs.stop();
    return this.#writer.finish(closing.join('\n'));
  }
}
