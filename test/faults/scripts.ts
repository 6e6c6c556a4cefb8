/** What the tasks of a cell run. They tell in the log that they `begin`, that they come to their `end`, or are `stopped`. */
import { IGNORE_SIGNALS } from '../support/tasks.ts';
import type { Manner } from './cells.ts';

/** Comes to its end at once. */
export function passes(name: string): string {
  return `echo begin ${name} $$ >> log; echo end ${name} >> log`;
}

/** Has a child, and waits at the gate of its name. Let through, it ends its child and then itself. */
export function waits(name: string, manner: Manner): string {
  return `
    ${HEAD[manner](name)}
    ${CHILD[manner]} sleep 600 &
    child=$!
    # Not in the shell itself: it would see to a signal only after the gate.
    read -r order < ${name} &
    echo begin ${name} $$ >> log
    wait $! || exit 1
    kill -9 $child
    echo end ${name} >> log`;
}

/** Has children and a grandchild, and never ends by itself. */
export function stays(name: string, manner: Manner): string {
  return `
    ${HEAD[manner](name)}
    ${CHILD[manner]} sh -c 'sleep 600 & exec sleep 600' &
    ${CHILD[manner]} sleep 600 &
    echo begin ${name} $$ >> log
    wait`;
}

/** Prints something when the gate of this name opens. */
export function ticks(gate: string): string {
  return `read -r order < ${gate}; echo tick; exec sleep 600`;
}

// A shell tells on standard error that a signal has ended its child. Once the driver is dead nobody reads that any more,
// and a SIGPIPE would come before the trap.
const HEAD = {
  polite: (name: string) => `exec 2> /dev/null; trap 'echo stopped ${name} >> log; exit 0' TERM`,
  stubborn: () => IGNORE_SIGNALS,
};

/** How a child is started: in the group of its task, or in a session of its own. */
const CHILD = { polite: '', stubborn: 'setsid' };
