/** Starts so many programs, then kills them all and waits for their ends. Prints the milliseconds. */
import { spawn, type ChildProcess } from 'node:child_process';

const count = Number(process.argv[2]);
const began = performance.now();
const children: ChildProcess[] = [];
for (let i = 0; i < count; i++) {
  children.push(spawn('sleep', ['3600'], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] }));
}
const closed = children.map(
  (child) =>
    new Promise((resolve) => {
      child.once('close', resolve);
    }),
);
for (const child of children) child.kill();
await Promise.all(closed);
console.log(performance.now() - began);
