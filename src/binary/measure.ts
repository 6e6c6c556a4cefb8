// Sets the signal handlers, and so it stands first.
import '../driver/stop-signals.ts';
import { exitNow } from '../driver/exit-now.ts';
import { serveDriver } from '../driver/serve.ts';
import { execDriver } from '../measurement/exec-driver.ts';
import { cleanUp, guardCommand, isCalledByGuard } from './clean-up.ts';

// Nothing waits for these: a single executable is CommonJS, which knows no await here.
if (isCalledByGuard(process.argv.slice(2))) void cleanUp().then(() => exitNow(0));
else {
  const calledAs = process.argv[1] ?? 'measure';
  void serveDriver(execDriver({ environment: process.env, calledAs, guardCommand: () => guardCommand }));
}
