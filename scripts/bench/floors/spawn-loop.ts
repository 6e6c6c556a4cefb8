/** So many programs in a row, with nothing around them. Prints the milliseconds. */
import { spawn } from 'node:child_process';

const count = Number(process.argv[2]);
const began = performance.now();
for (let i = 0; i < count; i++) {
  await new Promise((resolve) => {
    spawn('/bin/true', [], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] }).once('close', resolve);
  });
}
console.log(performance.now() - began);
