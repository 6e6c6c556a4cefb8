// Sets the signal handlers, and so it stands first: in the bundle it is the code that runs first.
import './driver/stop-signals.ts';
import { serveDriver } from './driver/serve.ts';
import { execDriver } from './measurement/exec-driver.ts';
import { guardCommand } from './measurement/guard-command.ts';

await serveDriver(
  execDriver({
    environment: process.env,
    calledAs: process.argv[1] ?? 'measure',
    guardCommand: guardCommand(import.meta.url),
  }),
);
