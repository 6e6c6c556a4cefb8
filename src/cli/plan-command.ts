import type { Command } from 'commander';

export function addPlanCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('plan')
    .description('show what would run, in order, with every default filled in; nothing runs')
    .argument('[config]', 'the config file (default: ./config.yaml, else /servo/config.yaml)')
    .option('--json', 'as JSON: a config with nothing left out')
    .addHelpText('after', '\nExamples:\n  servo-exec plan\n  servo-exec plan load.yaml --json')
    .action(async (config: string | undefined, { json }: { readonly json?: boolean }) => {
      const { showPlan } = await import('./plan.ts');
      finish(await showPlan(config, json ?? false));
    });
}
