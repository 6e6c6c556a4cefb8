import { Argument, type Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { print } from './output.ts';

const PARTS = ['config', 'section'] as const;

export function addSchemaCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('schema')
    .description('print the JSON Schema of configs, for completion and checks in an editor')
    .addArgument(new Argument('[part]', 'a whole config file, or its section alone').choices(PARTS).default('config'))
    .addHelpText('after', '\nExamples:\n  servo-exec schema > config.schema.json\n  servo-exec schema section')
    .action(async (part: (typeof PARTS)[number]) => {
      const { configJsonSchema } = await import('../config/json-schema.ts');
      await print(JSON.stringify(configJsonSchema(part), undefined, 2));
      finish(EXIT_CODES.ok);
    });
}
