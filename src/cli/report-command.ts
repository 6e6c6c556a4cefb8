import { Option, type Command } from 'commander';
import { FORMATS, type Format } from '../report/formats.ts';
import { withState } from './with-state.ts';

interface ReportOptions {
  readonly output?: string;
  readonly format: Format;
  readonly stateDir?: string;
}

export function addReportCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('report')
    .description('make a report of a run: a page, test results, a summary, or one JSON document')
    .argument('<run>', 'the id of a run, the beginning of one, or latest')
    .option('-o, --output <file>', 'write it to this file, not to standard output')
    .addOption(new Option('--format <name>', 'kind of report').choices(FORMATS).default('html'))
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec report latest -o report.html\n  servo-exec report latest --format junit -o junit.xml\n  servo-exec report latest --format markdown >> "$GITHUB_STEP_SUMMARY"',
    )
    .action(async (run: string, { output, format, stateDir }: ReportOptions) => {
      finish(
        await withState(stateDir, async (folder) => {
          const { makeReport } = await import('./history/report.ts');
          return makeReport(folder, { run, format, file: output });
        }),
      );
    });
}
