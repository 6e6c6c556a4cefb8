export interface Symbols {
  readonly good: string;
  readonly bad: string;
  readonly passedOver: string;
  readonly stopped: string;
  readonly running: string;
  readonly background: string;
  readonly output: string;
  readonly barDone: string;
  readonly barLeft: string;
}

/** Each takes one place, also where the terminal is set to a language with wide characters. */
const FINE: Symbols = {
  good: '✓',
  bad: '✗',
  passedOver: '!',
  stopped: '-',
  running: '▸',
  background: '•',
  output: '│',
  barDone: '━',
  barLeft: '─',
};

const PLAIN: Symbols = {
  good: '+',
  bad: 'x',
  passedOver: '!',
  stopped: '-',
  running: '>',
  background: '*',
  output: '|',
  barDone: '=',
  barLeft: '-',
};

/** Those that a terminal with these settings can show. */
export function symbolsFor(environment: Readonly<Record<string, string | undefined>>): Symbols {
  const set = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => environment[name] ?? '').find((value) => value !== '');
  return /utf-?8/i.test(set ?? '') && environment['TERM'] !== 'linux' ? FINE : PLAIN;
}
