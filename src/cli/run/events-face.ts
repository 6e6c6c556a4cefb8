import { planToJson } from '../../config/plan-json.ts';
import { LineWriter } from '../../driver/line-writer.ts';
import type { World } from '../../driver/world.ts';
import type { RunEvent } from '../../events.ts';
import { headerOf } from '../../journal/journal.ts';
import type { LoadedPlan } from '../../measurement/load-plan.ts';
import { ownProcess } from '../../process/own-process.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import type { Face } from './face.ts';
import { jsonLine } from './json-line.ts';

/** What waits for a reader that is slow; more than that it will hardly ever read. */
const QUEUE_BYTES = 64 * 1024 * 1024;

/** For programs that follow a run: the lines of its journal, as they come. */
export class EventsFace implements Face {
  readonly reporters: Face['reporters'];
  readonly warn: Face['warn'];
  readonly #writer: LineWriter;
  readonly #loaded: LoadedPlan & { ok: true };

  constructor(model: RunModel, loaded: LoadedPlan & { ok: true }, world: World, onBroken: (code: string) => void) {
    this.#loaded = loaded;
    this.#writer = new LineWriter(world.outputFd, onBroken, QUEUE_BYTES);
    this.warn = (text) => void world.tell(text);
    this.reporters = [model, this];
  }

  report(event: RunEvent): void {
    if (event.type === 'run-started') this.#writer.send(jsonLine(this.#header(event)));
    this.#writer.send(jsonLine(event));
  }

  async finish(): Promise<boolean> {
    const isRead = await this.#writer.idle();
    const { dropped } = this.#writer;
    if (dropped > 0)
      this.warn(`${String(dropped)} events were dropped, since their reader was too slow; the journal has them`);
    return isRead;
  }

  #header(event: RunEvent & { type: 'run-started' }): object {
    const { identity, plan } = this.#loaded;
    const facts = {
      ...event,
      configFile: identity,
      workingFolder: process.cwd(),
      driver: ownProcess(),
      plan: planToJson(plan, 'left-out'),
    };
    return headerOf(facts, event.at);
  }
}
