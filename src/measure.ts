// Sets the signal handlers, so it stands alone: everything else is loaded afterwards.
import './driver/stop-signals.ts';

const { serveDriver } = await import('./driver/serve.ts');
const { execDriver } = await import('./measurement/exec-driver.ts');
const { guardCommand } = await import('./measurement/guard-command.ts');
await serveDriver(
  execDriver({
    environment: process.env,
    calledAs: process.argv[1] ?? 'measure',
    guardCommand: guardCommand(import.meta.url),
  }),
);
