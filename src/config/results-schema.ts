/** `results` of a task as a schema: which tool it runs, and where that writes what it has measured. */
import * as v from 'valibot';
import type { Report } from './issue.ts';
import { choice, filledTemplate, type CheckScope } from './leaves.ts';
import { RESULTS_FORMATS } from './metric-plan.ts';
import { given, givenJson, mapping, setting, type OutputOf, type Schema } from './schema-kit.ts';
import { listed } from './shown.ts';
import type { Mapping } from './values.ts';

function results(scope: CheckScope, title: string) {
  const object = v.object({
    format: setting(choice(RESULTS_FORMATS), 'The tool whose output it is.', 'wrk'),
    file: setting(
      filledTemplate(scope, 'the name of the file'),
      'The file that it writes. Default: what it prints.',
      '${run:dir}/k6.json',
    ),
  });
  return mapping(
    {
      title,
      expected: 'a mapping',
      within: '`results`',
      hint: 'such as `results: { format: wrk }`',
      nullable: true,
      check: checkFormat,
      json: () => ({ allOf: [givenJson('format')] }),
    },
    object,
  );
}

export type ResultsSettings = OutputOf<ReturnType<typeof results>>;

export function resultsSchema(scope: CheckScope, title: string): Schema<ResultsSettings | undefined> {
  return results(scope, title);
}

function checkFormat(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  if (given(input, 'format') || misspelt.has('format')) return;
  report({
    message: '`results` does not say of which tool',
    hint: `give it a \`format\`: ${listed(RESULTS_FORMATS, 'or')}`,
  });
}
