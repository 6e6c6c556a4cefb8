import { isGuest } from './guest.ts';

/** Of what a function may run in bytecode before V8 optimizes it; its own value is 67,584. */
const BUDGET = 1_000_000;

/**
 * Has V8 optimize only what stays hot for long. Its compiler works in a thread beside us, and so takes a processor from the
 * tasks: for a thousand commands that costs more than it gains. What a task prints without end is still worth it.
 */
export function compileLate(): void {
  // Later ones do not know the flag, and wait for thousands of calls by themselves.
  if (isGuest() || !process.version.startsWith('v20.')) return;
  process.getBuiltinModule('node:v8').setFlagsFromString(`--interrupt-budget=${String(BUDGET)}`);
}
