import type { Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';

export function addValidateCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('validate')
    .description('check configs: all mistakes at once, each with its place; nothing runs')
    .argument('[config...]', 'the config files (default: ./config.yaml, else /servo/config.yaml)')
    .addHelpText('after', '\nExamples:\n  servo-exec validate\n  servo-exec validate load.yaml nightly.yaml')
    .action(async (configs: readonly string[]) => {
      finish(await validate(configs.length > 0 ? configs : [undefined]));
    });
}

async function validate(configs: readonly (string | undefined)[]): Promise<number> {
  const { EXEC_SECTION, loadPlan } = await import('../measurement/load-plan.ts');
  let exitCode: number = EXIT_CODES.ok;
  for (const config of configs) {
    const loaded = await loadPlan(config, EXEC_SECTION, process.env, 'warning');
    const mistakes = loaded.ok ? loaded.warnings : loaded.message;
    if (mistakes !== '') process.stderr.write(`${mistakes}\n`);
    if (loaded.ok) process.stdout.write(`${[`${loaded.file}: ok`, ...loaded.plan.remarks].join('\n')}\n`);
    else exitCode = EXIT_CODES.usage;
  }
  return exitCode;
}
