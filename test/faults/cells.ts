/** The cells of the matrix: each fault in each stage, with polite and with stubborn tasks, commands and requests. */
import type { StageName } from '../../src/events.ts';

export const FAULTS = [
  'USR1',
  'TERM',
  'INT',
  'HUP',
  'KILL',
  'parent-ended',
  'parent-killed',
  'broken-pipe',
  'deaf-reader',
  'guard-killed',
] as const;
export const STAGES = ['pre', 'start', 'window', 'stop', 'post'] as const satisfies StageName[];
export const MANNERS = ['polite', 'stubborn'] as const;
export const MODES = ['command', 'request'] as const;

export type FaultName = (typeof FAULTS)[number];
export type Manner = (typeof MANNERS)[number];

export interface Cell {
  readonly fault: FaultName;
  /** Where the measurement is when the fault strikes. */
  readonly stage: StageName;
  /** Whether tasks and servers end when they are told to. */
  readonly manner: Manner;
  /** What the task that is under way then is, and the other tasks with it. */
  readonly mode: (typeof MODES)[number];
}

const ALL: readonly Cell[] = FAULTS.flatMap((fault) =>
  STAGES.flatMap((stage) => MANNERS.flatMap((manner) => MODES.map((mode) => ({ fault, stage, manner, mode })))),
);

export function nameOf({ fault, stage, manner, mode }: Cell): string {
  return `${fault} ${stage} ${manner} ${mode}`;
}

/** The cells that these words leave: `KILL pre post` are those of one fault in two stages. Without any, all. */
export function chooseCells(words: readonly string[]): readonly Cell[] {
  const dimensions: readonly (readonly string[])[] = [FAULTS, STAGES, MANNERS, MODES];
  for (const word of words) {
    if (!dimensions.flat().includes(word)) throw new Error(`"${word}" is none of ${dimensions.flat().join(', ')}`);
  }
  const chosen = dimensions.map((names) => {
    const named = names.filter((name) => words.includes(name));
    return named.length > 0 ? named : names;
  });
  return ALL.filter((cell) =>
    nameOf(cell)
      .split(' ')
      .every((name, i) => chosen[i]?.includes(name)),
  );
}
