// Sets the signal handlers, so it stands alone: everything else is loaded afterwards.
import './driver/stop-signals.ts';

const { serveDriver } = await import('./driver/serve.ts');
const { execDriver } = await import('./measurement/exec-driver.ts');
await serveDriver(execDriver(process.env, process.argv[1] ?? 'measure'));
