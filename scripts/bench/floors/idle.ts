/** Does nothing, until it is killed. */
import { writeSync } from 'node:fs';

setTimeout(() => undefined, 2 ** 31 - 1);
writeSync(1, 'idle\n');
