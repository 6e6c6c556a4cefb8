// Sets the signal handlers, so everything else is loaded afterwards.
import { EXIT_CODES } from './driver/exit-codes.ts';
import { onStopSignal } from './driver/stop-signals.ts';

// `run` listens for itself; whatever else is under way has nothing to clean up.
onStopSignal(() => process.exit(EXIT_CODES.cancelled));
const { main } = await import('./cli/main.ts');
process.exit(await main(process.argv.slice(2)));
