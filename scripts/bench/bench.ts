import { openScene, type Scene, type TestLife } from '../../test/support/scene.ts';
import type { Amount } from './row.ts';

/** What a row, or a job of a peer, is measured in: a folder of its own, with a state folder in it. */
export interface Bench {
  readonly scene: Scene;
  readonly life: TestLife;
  readonly amount: (amount: Amount) => number;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whatever was started in it is gone afterwards, however it ended. */
export async function inBench<T>(quick: boolean, use: (bench: Bench) => Promise<T>): Promise<T> {
  const cleaners: (() => void | Promise<void>)[] = [];
  const life: TestLife = { after: (clean) => void cleaners.unshift(clean) };
  const cleanUp = async (): Promise<void> => {
    for (const clean of cleaners.splice(0)) await clean();
  };
  const stop = (): void => {
    void cleanUp().finally(() => process.exit(1));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await use({ scene: openScene(life), life, amount: ({ full, quick: few }) => (quick ? few : full) });
  } finally {
    await cleanUp();
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}
