// Sets the signal handlers, and so it stands first: in the bundle it is the code that runs first.
import './driver/stop-signals.ts';
import { serveDriver } from './driver/serve.ts';
import { execDriver } from './measurement/exec-driver.ts';
import { guardCommand } from './measurement/guard-command.ts';

// Not waited for: it is built as CommonJS, which knows no await here.
void serveDriver(
  execDriver({
    environment: process.env,
    calledAs: process.argv[1] ?? 'measure',
    guardCommand: () => guardCommand(import.meta.url),
  }),
);
