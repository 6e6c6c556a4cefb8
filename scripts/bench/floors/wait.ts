/** A line, a timer of so many milliseconds, a line. */
import { writeSync } from 'node:fs';

writeSync(1, 'began\n');
setTimeout(() => {
  writeSync(1, 'over\n');
}, Number(process.argv[2]));
