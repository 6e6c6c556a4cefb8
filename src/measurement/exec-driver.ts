import { aborted, cancelledBefore } from '../driver/early-end.ts';
import type { Failure, MeasureDriver } from '../driver/measure-driver.ts';
import { VERSION } from '../version.ts';
import { chooseSection, loadPlan } from './load-plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ExecDriverOptions {
  readonly environment: Environment;
  /** The file that was called. */
  readonly calledAs: string;
  /** The command that a guard starts when the driver has died. */
  readonly guardCommand: () => readonly string[];
}

/** This project's driver: the stages and tasks of the config, under the protocol. */
export function execDriver({ environment, calledAs, guardCommand }: ExecDriverOptions): MeasureDriver {
  const choice = chooseSection(environment, calledAs);
  return {
    name: 'measure',
    version: VERSION,
    options: {
      config: { value: 'FILE', help: 'read this file, not ./config.yaml or /servo/config.yaml' },
      'state-dir': { value: 'DIR', help: 'keep what is needed for cleaning up in this folder' },
      concurrent: { help: 'run although another driver measures the same' },
    },
    async describe({ options }) {
      const loaded = await loadPlan(options['config'], choice, environment, 'error');
      if (!loaded.ok) return configInvalid(loaded.message);
      const { describeMetrics } = await import('./wanted-metrics.ts');
      return { status: 'ok', metrics: describeMetrics(loaded.plan) };
    },
    async measure(call) {
      // A pipe in the place of a file can keep one waiting.
      const loading = loadPlan(call.options['config'], choice, environment, 'error');
      const loaded = await Promise.race([loading, aborted(call.signal)]);
      if (loaded === undefined) return cancelledBefore(call.signal);
      if (!loaded.ok) return configInvalid(loaded.message);
      // Loaded by need: a call for information starts no tasks.
      const { measurePlan } = await import('./measure-plan.ts');
      return measurePlan(loaded, call, environment, {
        stateDir: call.options['state-dir'],
        concurrent: call.options['concurrent'] !== undefined,
        guardCommand: guardCommand(),
        warn: call.warn,
      });
    },
  };
}

function configInvalid(message: string): Failure {
  return { status: 'failed', message, reason: 'config-invalid' };
}
