import { Argument, type Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { print } from './output.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function addCompletionCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('completion')
    .description('print the script with which TAB completes commands, options, files and more')
    .addArgument(new Argument('<shell>', 'the shell that is to complete').choices(SHELLS))
    .addHelpText('after', HELP)
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { COMPLETION_SCRIPTS } = await import('./completion-scripts.ts');
      await print(COMPLETION_SCRIPTS[shell]);
      finish(EXIT_CODES.ok);
    });
}

const HELP = `
Examples:
  bash, in ~/.bashrc:  source <(servo-exec completion bash)
  zsh, in ~/.zshrc:    source <(servo-exec completion zsh)   (after compinit)
  fish:                servo-exec completion fish > ~/.config/fish/completions/servo-exec.fish

The script asks servo-exec each time, so it need not be made again for a later version.`;
