/** Makes the single executables for this machine: `release/measure-linux-x64` and `release/servo-exec-linux-x64`, say. */
import { makeExecutables } from './binary/executable.ts';
import { ownMachine } from './binary/node.ts';
import { ROOT } from './build/paths.ts';

process.chdir(ROOT);
await makeExecutables(ownMachine());
