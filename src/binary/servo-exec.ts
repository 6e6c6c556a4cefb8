// Sets the signal handlers, and so it stands first.
import { onStopSignal } from '../driver/stop-signals.ts';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { exitNow } from '../driver/exit-now.ts';
import { cleanUp, guardCommand, isCalledByGuard } from './clean-up.ts';

// Nothing waits for these: a single executable is CommonJS, which knows no await here.
const args = process.argv.slice(2);
if (isCalledByGuard(args)) void cleanUp().then(() => exitNow(0));
else {
  // `run` listens for itself; whatever else is under way has nothing to clean up.
  onStopSignal(() => exitNow(EXIT_CODES.cancelled));
  void import('../cli/main.ts').then(({ main }) => main(args, guardCommand)).then(exitNow);
}
