import type { Command } from 'commander';

interface ValidateOptions {
  readonly json?: boolean;
  readonly fromPython?: boolean;
}

export function addValidateCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('validate')
    .description('check configs: all mistakes at once, each with its place; nothing runs')
    .argument('[config...]', 'the config files (default: ./config.yaml, else /servo/config.yaml)')
    .option('--json', 'for editors and CI: everything as JSON on standard output')
    .option('--from-python', 'list also what the Python driver would have done differently')
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec validate\n  servo-exec validate load.yaml nightly.yaml --json\n' +
        '  servo-exec validate --from-python /servo/config.yaml',
    )
    .action(async (configs: readonly string[], { json, fromPython }: ValidateOptions) => {
      const { validate } = await import('./validate.ts');
      const options = { asJson: json ?? false, fromPython: fromPython ?? false };
      finish(await validate(configs.length > 0 ? configs : [undefined], options));
    });
}
