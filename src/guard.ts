// Sets the signal handlers: what ends a driver must not end the clean-up after it.
import './driver/stop-signals.ts';

const { text } = await import('node:stream/consumers');
const { cleanUpAfter } = await import('./recovery/clean-up-after.ts');
await cleanUpAfter(await text(process.stdin), process.env);
// Nobody reads the exit code, and no thread of Node can hold this up.
process.kill(process.pid, 'SIGKILL');
