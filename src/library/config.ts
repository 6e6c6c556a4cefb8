import type { PlanSettings } from '../config/plan-settings.ts';
import type { LoadedPlan } from '../measurement/load-plan.ts';
import type { ConfigDiagnostic } from './config-error.ts';

/** A config that was read and checked. Only `loadConfig` makes one; it can be measured with any number of times. */
export interface Config {
  /** Its absolute path, without symbolic links. */
  readonly file: string;
  readonly section: string;
  /** What its author should know though it is no mistake, such as that there is nothing to run. */
  readonly warnings: readonly ConfigDiagnostic[];
  /**
   * What would run, in the words of the config (docs/config.md), every default filled in: durations in seconds, sizes in
   * bytes. Secrets are `***`. A copy: changing it changes nothing.
   */
  readonly plan: PlanSettings;
}

/** What stands behind a config, and is nobody else's to see: secrets are in it. */
export interface Contents {
  readonly loaded: LoadedPlan & { readonly ok: true };
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const known = new WeakMap<Config, Contents>();

export function makeConfig(shown: Config, contents: Contents): Config {
  const config = Object.freeze(shown);
  known.set(config, contents);
  return config;
}

/** @throws TypeError for what `loadConfig` has not made. */
export function contentsOf(config: Config): Contents {
  const contents = known.get(config);
  if (contents === undefined) throw new TypeError('config: expected what `await loadConfig(...)` gives');
  return contents;
}
