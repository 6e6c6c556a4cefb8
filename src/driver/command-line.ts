import { parseArgs } from 'node:util';
import type { MeasureDriver } from './measure-driver.ts';

export type CommandLine =
  | { readonly kind: 'info' | 'help' | 'version' }
  | {
      readonly kind: 'describe' | 'measure';
      readonly app: string;
      readonly options: Readonly<Record<string, string | undefined>>;
    }
  | { readonly kind: 'wrong'; readonly message: string };

const FLAGS = {
  info: { type: 'boolean' },
  describe: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** What the caller wants (spec/driver.md §2). */
export async function parseCommandLine(args: readonly string[], driver: MeasureDriver): Promise<CommandLine> {
  const ownNames = Object.keys(driver.options ?? {});
  const own = Object.fromEntries(
    Object.entries(driver.options ?? {}).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { ...own, ...FLAGS }, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error)
      return wrong(await inShort(error.message, [...ownNames, ...Object.keys(FLAGS)]));
    throw error;
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  if (values.info === true && values.describe === true) return wrong('--info and --describe exclude each other');
  if (positionals.length > 1) return wrong(`one app_id is expected, not ${String(positionals.length)}`);
  if (values.info === true) return { kind: 'info' };
  const [app] = positionals;
  if (app === undefined || app === '') return wrong('the argument app_id is missing');
  const given: Readonly<Record<string, unknown>> = values;
  const options = Object.fromEntries(
    ownNames.map((name) => {
      const value = given[name];
      return [name, typeof value === 'string' ? value : value === true ? '' : undefined];
    }),
  );
  return { kind: values.describe === true ? 'describe' : 'measure', app, options };
}

export function usage(driver: MeasureDriver): string {
  const own = Object.entries(driver.options ?? {}).map(([name, { value, help }]) => ({
    written: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const hints = own.map(({ written }) => ` [${written}]`).join('');
  const lines = [...own, ...COMMON_OPTIONS].map(({ written, help }) => `  ${written.padEnd(17)} ${help}\n`);
  return [
    `usage: ${driver.name}${hints} app_id < request.json\n`,
    `       ${driver.name}${hints} --describe app_id\n`,
    `       ${driver.name} --info [app_id]\n\n`,
    'Measures the application app_id as the JSON request on standard input asks for,\n',
    'and answers in JSON lines on standard output.\n\n',
    ...lines,
  ].join('');
}

const COMMON_OPTIONS = [
  { written: '--describe', help: 'tell the metrics that a measurement yields' },
  { written: '--info', help: 'tell what this driver can do' },
  { written: '--help, -h', help: 'show this' },
  { written: '--version', help: 'show the version' },
] as const;

/** Node's own words, without its advice on positional arguments, and with the option that was probably meant. */
async function inShort(message: string, known: readonly string[]): Promise<string> {
  const unknown = /^Unknown option '(?<option>--?[^']*)'/.exec(message)?.groups?.['option'];
  if (unknown === undefined) return message;
  const { closest } = await import('../text/closest.ts');
  const meant = closest(
    unknown,
    known.map((name) => `--${name}`),
  );
  return `unknown option ${unknown}${meant === undefined ? '' : `, did you mean ${meant}?`}`;
}

function wrong(message: string): CommandLine {
  return { kind: 'wrong', message };
}
