import type { Field } from '../config/metric-plan.ts';
import type { AttemptResult } from '../events.ts';
import { convert } from '../text/units.ts';
import type { EndedTask } from './figure-sources.ts';
import { found, notFound, type Found } from './found.ts';

const WORDS: Readonly<Record<Field, string>> = {
  duration: 'the duration',
  exit_code: 'the exit code',
  status: 'the HTTP status',
  response_time: 'the response time',
};

export function describeField(field: Field): string {
  return WORDS[field];
}

/** What the driver itself knows of a task's last attempt. Times are in `unit`. */
export function readField(
  field: Field,
  unit: string | undefined,
  task: EndedTask | undefined,
  describe: (result: AttemptResult) => string,
): Found<number> {
  if (task === undefined) return notFound('the task has not run, or not ended');
  const { result, durationMs } = task;
  const none = notFound(`there is none: ${describe(result)}`);
  switch (field) {
    case 'exit_code':
      return 'exitCode' in result ? found(result.exitCode) : none;
    case 'status':
      return 'status' in result ? found(result.status) : none;
    case 'response_time':
      return 'status' in result ? found(inUnit(durationMs, unit)) : none;
    case 'duration':
      return found(inUnit(durationMs, unit));
  }
}

function inUnit(ms: number, unit = 's'): number {
  // A clock is not more exact than that.
  const converted = convert(Math.round(ms * 1000) / 1000, 'ms', unit);
  if (converted === undefined) throw new Error('Internal error: a time in another unit');
  return converted;
}
