/** Measurements in a program of one's own (docs/library.md). Sets no handlers, writes to no terminal, ends no process. */
import { fileURLToPath } from 'node:url';
import type { Config } from './library/config.ts';
import { load, type ConfigOptions } from './library/load-config.ts';
import { startMeasurement, type Measurement } from './library/measurement.ts';
import type { MeasurementOptions } from './library/options.ts';

export type { AttemptResult, Interruption, OutputEnd, RunEvent, StageName, TaskRef } from './events.ts';
export { ConfigError, type ConfigDiagnostic } from './library/config-error.ts';
export type { Config } from './library/config.ts';
export type { EventsLost, MeasurementEvent } from './library/event-buffer.ts';
export type { ConfigOptions } from './library/load-config.ts';
export type { Measurement } from './library/measurement.ts';
export type { Duration, MeasurementOptions } from './library/options.ts';
export type { MeasurementFailed, MeasurementOk, MeasurementResult } from './library/result.ts';

/**
 * Reads and checks a config: the file, else `config.yaml` in the working folder, else `/servo/config.yaml`. Runs nothing.
 * @throws ConfigError with every mistake, also where there is no such file.
 */
export function loadConfig(file?: string, options: ConfigOptions = {}): Promise<Config> {
  return load(file, options);
}

/**
 * Begins a measurement: `pre`, `start`, the window, `stop`, `post`, and nothing of it runs any more when its `result` is
 * there. It goes on after the call, and keeps the process alive.
 * @throws TypeError or RangeError for a wrong option. What goes wrong later is a result.
 */
export function runMeasurement(config: Config, options: MeasurementOptions): Measurement {
  return startMeasurement(config, options, fileURLToPath(new URL('guard.js', import.meta.url)));
}
