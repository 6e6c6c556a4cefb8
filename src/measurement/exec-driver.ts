import { aborted, cancelledBefore } from '../driver/early-end.ts';
import type { Failure, MeasureDriver } from '../driver/measure-driver.ts';
import { VERSION } from '../version.ts';
import { chooseSection, loadPlan } from './load-plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** This project's driver: the stages and tasks of the config, under the protocol. `calledAs` is the file that was called. */
export function execDriver(environment: Environment, calledAs: string): MeasureDriver {
  const choice = chooseSection(environment, calledAs);
  return {
    name: 'measure',
    version: VERSION,
    options: { config: { value: 'FILE', help: 'read this file, not ./config.yaml or /servo/config.yaml' } },
    async describe({ options }) {
      const loaded = await loadPlan(options['config'], choice, environment, 'error');
      return loaded.ok ? { status: 'ok', metrics: {} } : configInvalid(loaded.message);
    },
    async measure(call) {
      // A pipe in the place of a file can keep one waiting.
      const loading = loadPlan(call.options['config'], choice, environment, 'error');
      const loaded = await Promise.race([loading, aborted(call.signal)]);
      if (loaded === undefined) return cancelledBefore(call.signal);
      if (!loaded.ok) return configInvalid(loaded.message);
      // Loaded by need: a call for information starts no tasks.
      const { measurePlan } = await import('./measure-plan.ts');
      return measurePlan(loaded.plan, loaded.remarks, call, environment);
    },
  };
}

function configInvalid(message: string): Failure {
  return { status: 'failed', message, reason: 'config-invalid' };
}
