// Sets the signal handlers, so the command line is loaded afterwards.
import { onStopSignal } from './driver/stop-signals.ts';
import { EXIT_CODES } from './driver/exit-codes.ts';
import { exitNow } from './driver/exit-now.ts';

// `run` listens for itself; whatever else is under way has nothing to clean up.
onStopSignal(() => exitNow(EXIT_CODES.cancelled));
const { main } = await import('./cli/main.ts');
const { guardCommand } = await import('./measurement/guard-command.ts');
exitNow(await main(process.argv.slice(2), guardCommand(import.meta.url)));
