/** What can be completed, read off the program itself, so that it knows every command and option that there is. */
import type { Argument, Command, Option } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { visible } from '../text/visible.ts';
import { print } from './output.ts';

interface Candidate {
  readonly word: string;
  readonly description: string;
}

type Completion =
  { readonly kind: 'files' | 'folders' } | { readonly kind: 'words'; readonly candidates: readonly Candidate[] };

const NOTHING: Completion = { kind: 'words', candidates: [] };

/** What stands for what in the usage of commands: `[config]` is a file. */
const FILES = ['config', 'file'];
const FOLDERS = ['folder'];

type Environment = Readonly<Record<string, string | undefined>>;

/** Answers a shell. Resolves with the exit code. */
export async function complete(program: Command, words: readonly string[]): Promise<number> {
  const lines = await completionLines(program, words, process.env);
  await print(lines.join('\n'));
  return EXIT_CODES.ok;
}

/** The answer, of which `completion-scripts.ts` says what it is. */
export async function completionLines(
  program: Command,
  words: readonly string[],
  environment: Environment,
): Promise<string[]> {
  const joined = withoutBreaks(words);
  const current = joined.at(-1) ?? '';
  const completion = await completionOf(program, joined.slice(0, -1), current, environment);
  if (completion.kind !== 'words') return [completion.kind];
  const prefix = current.startsWith('--') ? current.slice(current.indexOf('=') + 1) : current;
  const fitting = completion.candidates.filter(({ word }) => word.startsWith(prefix));
  return ['words', ...fitting.map(({ word, description }) => `${visible(word)}\t${visible(description)}`)];
}

/** bash takes the `=` of `--option=value` for a word of its own. */
function withoutBreaks(words: readonly string[]): string[] {
  const joined: string[] = [];
  let glue = false;
  for (const word of words) {
    const last = joined.at(-1);
    if (last !== undefined && (glue || (word === '=' && last.startsWith('--')))) {
      joined[joined.length - 1] = last + word;
      glue = word === '=';
    } else joined.push(word);
  }
  return joined;
}

interface Place {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  readonly operands: number;
  readonly used: ReadonlySet<Option>;
  /** After `--`. */
  readonly operandsOnly: boolean;
}

async function completionOf(
  program: Command,
  before: readonly string[],
  current: string,
  environment: Environment,
): Promise<Completion> {
  const place = placeAfter(program, before);
  if (place === undefined) return NOTHING;
  const { command, pending, operands, operandsOnly } = place;
  if (pending !== undefined) return optionValues(pending);
  if (current.startsWith('-') && !operandsOnly) {
    const [name = '', value] = current.split('=');
    const option = value === undefined ? undefined : optionNamed(command, name);
    if (value !== undefined) return option === undefined ? NOTHING : optionValues(option);
    return { kind: 'words', candidates: optionCandidates(place) };
  }
  if (command === program) return { kind: 'words', candidates: commandCandidates(program) };
  const { registeredArguments: known } = command;
  const last = known.at(-1);
  const argument = known[operands] ?? (last?.variadic === true ? last : undefined);
  return argument === undefined ? NOTHING : argumentValues(argument, program, environment);
}

/** Where one is after these words; `undefined` after a command that there is not. */
function placeAfter(program: Command, words: readonly string[]): Place | undefined {
  let command = program;
  let pending: Option | undefined;
  let operands = 0;
  let operandsOnly = false;
  const used = new Set<Option>();
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (word === '--') operandsOnly = true;
    else if (word.startsWith('-') && !operandsOnly) {
      const [name = '', value] = word.split('=');
      const option = optionNamed(command, name);
      if (option !== undefined) used.add(option);
      if (option?.required === true && value === undefined) pending = option;
    } else if (command === program) {
      const found = visibleCommands(program).find((candidate) => candidate.name() === word);
      if (found === undefined) return undefined;
      command = found;
    } else operands += 1;
  }
  return { command, pending, operands, used, operandsOnly };
}

function optionNamed(command: Command, name: string): Option | undefined {
  return visibleOptions(command).find(({ long, short }) => long === name || short === name);
}

function optionCandidates({ command, used }: Place): Candidate[] {
  return visibleOptions(command)
    .filter((option) => option.variadic || !used.has(option))
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
}

function commandCandidates(program: Command): Candidate[] {
  return visibleCommands(program).map((command) => ({ word: command.name(), description: command.description() }));
}

function visibleCommands(program: Command): readonly Command[] {
  return program.createHelp().visibleCommands(program);
}

function visibleOptions(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function optionValues({ argChoices, flags }: Option): Completion {
  if (argChoices !== undefined) return wordsOf(argChoices);
  return named(/[<[]([\w-]+)/.exec(flags)?.[1] ?? '');
}

async function argumentValues(argument: Argument, program: Command, environment: Environment): Promise<Completion> {
  if (argument.argChoices !== undefined) return wordsOf(argument.argChoices);
  const name = argument.name();
  if (name === 'command') return { kind: 'words', candidates: commandCandidates(program) };
  if (name !== 'run') return named(name);
  const { runIds } = await import('./run-ids.ts');
  return wordsOf(['latest', ...runIds(environment)]);
}

function wordsOf(words: readonly string[]): Completion {
  return { kind: 'words', candidates: words.map((word) => ({ word, description: '' })) };
}

function named(placeholder: string): Completion {
  if (FILES.includes(placeholder)) return { kind: 'files' };
  return FOLDERS.includes(placeholder) ? { kind: 'folders' } : NOTHING;
}
