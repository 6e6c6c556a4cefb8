import { LineWriter } from '../../driver/line-writer.ts';
import type { World } from '../../driver/world.ts';
import { GithubLog } from '../../reporters/github/commands.ts';
import { GithubLines } from '../../reporters/github/github-lines.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import { visibleLines } from '../../text/visible.ts';
import type { Face, RunEnd } from './face.ts';
import { SignsOfLife } from './signs-of-life.ts';

/** Lines are not dropped before so much waits: among them are those that make commands commands again. */
const QUEUE_BYTES = 64 * 1024 * 1024;

/** For a step of GitHub Actions: groups, an annotation, and what tasks print as text that commands nothing. */
export class GithubFace implements Face {
  readonly reporters: Face['reporters'];
  readonly warn: Face['warn'];
  readonly #writer: LineWriter;
  readonly #log: GithubLog;
  readonly #signs: SignsOfLife;

  constructor(model: RunModel, world: World, onBroken: (code: string) => void) {
    this.#writer = new LineWriter(world.outputFd, onBroken, QUEUE_BYTES);
    this.#log = new GithubLog((line) => {
      this.#writer.send(line);
      this.#signs.heard();
    });
    const lines = new GithubLines(this.#log);
    this.warn = (text) => {
      this.#log.text(visibleLines(text.trimEnd()));
    };
    this.#signs = new SignsOfLife(model, world.clock, lines);
    this.reporters = [model, lines];
  }

  finish({ closing, annotation }: RunEnd): Promise<boolean> {
    this.#signs.stop();
    this.#log.text(closing);
    this.#log.endText();
    if (annotation !== undefined) this.#writer.send(annotation);
    return this.#writer.idle();
  }
}
