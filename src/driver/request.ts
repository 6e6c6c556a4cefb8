import type { Failure, MeasureRequest } from './measure-driver.ts';

export const EXAMPLE_REQUEST = '{"control": {"duration": 60}}';

/** The request of standard input, or what is wrong with it, all of it (spec/driver.md §3). */
export function parseRequest(bytes: Buffer): MeasureRequest | Failure {
  if (bytes.length === 0) {
    return badRequest(`Standard input is empty; expected one JSON object like ${EXAMPLE_REQUEST}.`);
  }
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    return badRequest(`Standard input is not JSON: ${why}. Expected one object like ${EXAMPLE_REQUEST}.`);
  }
  if (!isObject(input)) {
    return badRequest(`Standard input is ${kindOf(input)}; expected one JSON object like ${EXAMPLE_REQUEST}.`);
  }
  return fromInput(input);
}

function fromInput(input: Record<string, unknown>): MeasureRequest | Failure {
  const control = input['control'] ?? {};
  if (!isObject(control)) {
    return badRequest(`"control" is ${kindOf(control)}; expected an object like ${EXAMPLE_REQUEST}.`);
  }
  const mistakes: string[] = [];
  const seconds = (name: string, absent: number | undefined): number => {
    const value = control[name] ?? absent;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    const found = value === undefined ? 'missing' : kindOf(value);
    mistakes.push(`"control.${name}" is ${found}; expected a number of seconds, 0 or more.`);
    return 0;
  };
  const request = {
    durationSeconds: seconds('duration', undefined),
    warmupSeconds: seconds('warmup', 0),
    delaySeconds: seconds('delay', 0),
    input,
  };
  return mistakes.length > 0 ? badRequest(mistakes.join('\n')) : request;
}

export function badRequest(message: string): Failure {
  return { status: 'bad-request', message, reason: 'bad-request' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Short enough for a message, whatever it is. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (isObject(value)) return 'an object';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'too large';
  const json = JSON.stringify(value);
  return json.length <= 60 ? json : `${json.slice(0, 60)}...`;
}
