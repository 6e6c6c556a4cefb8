import type { TestsStream } from 'node:test';

export interface Tally {
  passed: number;
  failed: number;
  /** A line for each test that was not run, or whose outcome does not count. */
  readonly skipped: string[];
  /** Files without a test in them. */
  readonly empty: string[];
}

/** Counts tests as they end. Suites count for what is in them. */
export function tallyOf(events: TestsStream, nameOfFile: (file: string) => string): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [], empty: [] };
  events.on('test:pass', ({ name, file, details, skip, todo }) => {
    if (details.type === 'suite') return;
    if (name === file) tally.empty.push(nameOfFile(file));
    else if (isMarked(skip) || isMarked(todo)) tally.skipped.push(skippedLine(name, file, skip, nameOfFile));
    else tally.passed += 1;
  });
  events.on('test:fail', ({ name, file, details, skip, todo }) => {
    if (details.type === 'suite' && isOfItsTests(details.error)) return;
    if (isMarked(todo)) tally.skipped.push(skippedLine(name, file, skip, nameOfFile));
    else tally.failed += 1;
  });
  return tally;
}

function isMarked(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}

function skippedLine(
  name: string,
  file: string | undefined,
  skip: string | boolean | undefined,
  nameOfFile: (file: string) => string,
): string {
  const place = file === undefined ? '' : ` (${nameOfFile(file)})`;
  return `${name}${place}${typeof skip === 'string' && skip !== '' ? `: ${skip}` : ''}`;
}

/** The suite itself did not fail, a test in it did, which has been counted. */
function isOfItsTests(error: Error): boolean {
  return Reflect.get(error, 'failureType') === 'subtestsFailed';
}
