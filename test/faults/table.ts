import { FAULTS, nameOf, STAGES, type Cell } from './cells.ts';
import type { Finding } from './judge.ts';

export interface CellResult {
  readonly cell: Cell;
  readonly findings: readonly Finding[];
  readonly tookMs: number;
}

/** Faults by stages: how many cells hold of how many that ran. */
export function tableOf(results: readonly CellResult[]): string {
  const rows = FAULTS.map((fault) => [
    fault,
    ...STAGES.map((stage) => {
      const ran = results.filter(({ cell }) => cell.fault === fault && cell.stage === stage);
      return ran.length === 0 ? '-' : `${countHolding(ran)}/${ran.length}`;
    }),
  ]);
  return [['', ...STAGES], ...rows].map(([fault = '', ...entries]) => lineOf(fault, entries)).join('\n');
}

export function countHolding(results: readonly CellResult[]): number {
  return results.filter(({ findings }) => findings.length === 0).length;
}

export function describeSlowest(results: readonly CellResult[]): string {
  const [slowest] = [...results].sort((a, b) => b.tookMs - a.tookMs);
  return slowest === undefined ? '' : `${nameOf(slowest.cell)}, ${inSeconds(slowest.tookMs)}`;
}

export function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** What is wrong with a cell, over several lines. */
export function describeResult({ cell, findings }: CellResult): string {
  const lines = findings.flatMap(({ what, expected, seen }) => [
    `  ${what}`,
    `    expected ${JSON.stringify(expected)}`,
    `    seen     ${JSON.stringify(seen)}`,
  ]);
  return [nameOf(cell), ...lines].join('\n');
}

function lineOf(fault: string, entries: readonly string[]): string {
  return `${fault.padEnd(14)}${entries.map((entry) => entry.padStart(8)).join('')}`;
}
