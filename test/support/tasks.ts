/** Pieces of shell for tasks that tell in `log` how they are. */

/** Says `ready NAME PID` and then stays until it is stopped. */
export function stays(name: string): string {
  return `echo ready ${name} $$ >> log; exec sleep 600`;
}

/** Ignores every signal that can be ignored; so does what is started after it. */
export const IGNORE_SIGNALS = "trap '' TERM INT HUP USR1 USR2 QUIT;";

/** The same, and it ignores signals. */
export function stubborn(name: string): string {
  return `${IGNORE_SIGNALS} ${stays(name)}`;
}

/** Says `ready NAME PID`, and on these signals `NAME got SIGNAL`, after which it ends. */
export function tellsSignals(name: string, signals = 'TERM INT HUP USR1 USR2 QUIT'): string {
  const traps = signals.split(' ').map((s) => `trap 'echo ${name} got ${s} >> log; kill -9 $child; exit 0' ${s};`);
  return `${traps.join(' ')} sleep 600 & child=$!; echo ready ${name} $$ >> log; wait`;
}

/** A whole family: a shell, its child and a grandchild, all of which stay. Says `ready NAME PID`. */
export function family(name: string): string {
  return `sh -c 'sleep 600 & sleep 600' & echo ready ${name} $$ >> log; wait`;
}

export function says(word: string): { readonly shell_exec: string } {
  return { shell_exec: `echo ${word} >> log` };
}

/** Says its name and waits at the gate of that name. */
export function waitsAt(name: string): { readonly name: string; readonly shell_exec: string } {
  return { name, shell_exec: `echo ${name} >> log; read -r order < ${name}; echo ${name} passed >> log` };
}
