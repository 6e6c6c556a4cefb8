import { readNumber } from '../text/number.ts';
import { found, notFound, type Found } from './found.ts';

/** All values as numbers; the first that is none is told. */
export function numbersIn(values: readonly unknown[]): Found<readonly number[]> {
  const numbers: number[] = [];
  for (const value of values) {
    const number = typeof value === 'string' ? readNumber(value) : ofJson(value);
    if (!number.ok) return number;
    numbers.push(number.value);
  }
  return found(numbers);
}

function ofJson(value: unknown): Found<number> {
  if (typeof value === 'number')
    return Number.isFinite(value) ? found(value) : notFound('the number there is too large');
  const what = Array.isArray(value)
    ? 'a list'
    : value !== null && typeof value === 'object'
      ? 'an object'
      : String(value);
  return notFound(`${what} is no number`);
}
