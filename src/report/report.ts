import type { Format } from './formats.ts';
import { htmlReport } from './html/page.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit/junit.ts';
import type { KeptRun } from './kept-run.ts';
import { markdownReport } from './markdown/markdown.ts';
import type { ReadEnd } from './printed.ts';
import { subjectOf } from './subject.ts';

/** A run as one document, with a line break at its end. */
export function reportOf(run: KeptRun, format: Format, nowMs: number, readEnd: ReadEnd): string {
  if (format === 'json') return jsonReport(run, nowMs);
  const subject = subjectOf(run, nowMs, readEnd);
  switch (format) {
    case 'html':
      return htmlReport(subject);
    case 'junit':
      return junitReport(subject);
    case 'markdown':
      return markdownReport(subject);
  }
}
