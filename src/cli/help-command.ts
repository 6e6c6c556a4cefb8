import type { Command } from 'commander';
import { closest } from '../text/closest.ts';

/** In the place of Commander's own, which shows a misspelt command all commands and no suggestion. */
export function addHelpCommand(program: Command): void {
  program.helpCommand(false);
  program
    .command('help')
    .description('show how a command is used')
    .argument('[command]', 'the command (default: all, at a glance)')
    .addHelpText('after', '\nExamples:\n  servo-exec help\n  servo-exec help run')
    .action((name: string | undefined) => {
      const commands = program.createHelp().visibleCommands(program);
      const command = name === undefined ? program : commands.find((candidate) => candidate.name() === name);
      if (command !== undefined) {
        command.outputHelp();
        return;
      }
      const names = commands.map((candidate) => candidate.name());
      const meant = closest(name ?? '', names);
      program.error(`error: unknown command '${name ?? ''}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`);
    });
}
