import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/main.ts';
import { chapter, readDocument } from './markdown.ts';

const document = readDocument('docs/cli.md');
const program = buildProgram(() => undefined, []);
const commands = program.createHelp().visibleCommands(program);

function optionsOf(command: Command): string[] {
  const options = command.createHelp().visibleOptions(command);
  return options.filter(({ long }) => long !== '--help').map(({ flags }) => flags);
}

void suite('docs/cli.md', () => {
  test('has a chapter and a row for each command, in the order of the program, and no others', () => {
    const names = commands.map((command) => command.name());
    const headings = document.headings.filter(({ level, text }) => level === 2 && text.startsWith('`'));
    assert.deepEqual(
      headings.map(({ text }) => text),
      names.map((name) => `\`${name}\``),
    );
    const rows = [...document.text.matchAll(/^\| \[`([^`]+)`\]\(#\1\) /gm)].map(([, name]) => name);
    assert.deepEqual(rows, names);
  });

  for (const command of commands) {
    test(`has the usage and the options of ${command.name()}, and no others`, () => {
      const text = chapter(document, command.name());
      assert.ok(
        text.includes(`\n\`\`\`text\nservo-exec ${command.name()} ${usageOf(command)}\n\`\`\`\n`),
        usageOf(command),
      );
      const rows = [...text.matchAll(/^\| `(-[^`]*)` +\|/gm)].map(([, flags]) => flags);
      assert.deepEqual(rows, optionsOf(command));
    });

    test(`the help of ${command.name()} has examples`, () => {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) });
      command.outputHelp();
      assert.match(help, /\nExamples:\n +.*servo-exec /);
    });
  }
});

/** Without `[options]` where the only one is that for help. */
function usageOf(command: Command): string {
  return optionsOf(command).length === 0 ? command.usage().replace('[options] ', '') : command.usage();
}
