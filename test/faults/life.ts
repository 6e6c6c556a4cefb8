import type { TestLife } from '../support/scene.ts';

/** What a test is to its helpers, for a program: collects what is to be cleaned up, the last first. */
export class Life implements TestLife {
  readonly #cleanUps: (() => void | Promise<void>)[] = [];

  after(clean: () => void | Promise<void>): void {
    this.#cleanUps.push(clean);
  }

  async end(): Promise<void> {
    for (let clean = this.#cleanUps.pop(); clean !== undefined; clean = this.#cleanUps.pop()) await clean();
  }
}
