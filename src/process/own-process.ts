import { ownStartTicks } from './process-table.ts';

/** This very process, as others can tell it from all others. */
export function ownProcess(): { readonly pid: number; readonly startTicks: number } {
  return { pid: process.pid, startTicks: ownStartTicks() };
}
