import { Option, type Command } from 'commander';
import { TEMPLATE_NAMES, type TemplateName } from './templates/names.ts';

export function addInitCommand(program: Command, finish: (exitCode: number) => void): void {
  const kinds = Object.entries(TEMPLATE_NAMES).map(([name, what]) => `  ${name.padEnd(8)} ${what}`);
  program
    .command('init')
    .description('write a commented config to start from, for a kind of load')
    .argument('[config]', 'the file to write; it must not be there yet', 'config.yaml')
    .addOption(new Option('--template <name>', 'the kind of load').choices(Object.keys(TEMPLATE_NAMES)).default('http'))
    .addHelpText(
      'after',
      `\nTemplates:\n${kinds.join('\n')}\n\nExamples:\n  servo-exec init\n  servo-exec init load.yaml --template wrk`,
    )
    .action(async (config: string, { template }: { readonly template: TemplateName }) => {
      const { init } = await import('./init.ts');
      finish(await init(config, template));
    });
}
