/** Finds and checks the placeholders of a text (spec/driver.md and `template.ts` say what they are). */
import type { TaskStage } from './plan.ts';
import { listed, quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import { isTooShort } from '../text/secret-forms.ts';
import type { SecretStore } from './secrets.ts';
import { didYouMean } from './suggest.ts';
import { PLACEHOLDERS, fillIn, isSecret, type Placeholder, type PlainPlaceholder, type Template } from './template.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a text stands, as far as its placeholders depend on it. */
export interface TemplateScope {
  readonly stage: TaskStage;
  readonly environment: Environment;
  readonly secrets: SecretStore;
}

export interface ParsedTemplate {
  readonly template: Template;
  readonly problems: readonly Problem[];
  /** Placeholders of variables that are not set, and of secrets that are not there. Whether that is a mistake, the caller decides. */
  readonly missing: readonly Problem[];
  /** Placeholders of secrets that will not be hidden. */
  readonly unhidden: readonly Problem[];
}

// `$${` first, since it stands for `${`. What follows an unknown word is none of ours and stays as it is.
const PLACEHOLDER = /\$\$\{|\$\{([a-z_]+):([^${}]*)(\}?)/g;

/** What each word before the colon makes of what follows it. */
const KINDS: Readonly<Record<string, (rest: string, whole: string, scope: TemplateScope) => Placeholder | Problem>> = {
  control: (_rest, whole) => plainPlaceholder(whole),
  run: (_rest, whole) => plainPlaceholder(whole),
  window: (_rest, whole, { stage }) => {
    const found = plainPlaceholder(whole);
    if (typeof found !== 'string' || stage === 'stop' || stage === 'post') return found;
    return {
      message: `\`${whole}\` is not known yet in \`${stage}\``,
      hint: 'the window comes after `start`: its times can be used in `stop` and `post`',
      at: whole,
    };
  },
  env: (name, whole) =>
    /^[^=\0]+$/.test(name)
      ? `env:${name}`
      : {
          message: `${quote(whole)} names no variable`,
          hint: 'write `${env:NAME}`, or `$${` for a `${` that stays',
          at: whole,
        },
  secret: (name, whole) =>
    /^[^=\0]+$/.test(name)
      ? `secret:${name}`
      : {
          message: `${quote(whole)} names no variable`,
          hint: 'write `${secret:NAME}`, NAME being an environment variable of the driver',
          at: whole,
        },
  secret_file: (path, whole) =>
    path.startsWith('/')
      ? `secret_file:${path}`
      : {
          message: `${quote(whole)} names no file by its whole path`,
          hint: 'write `${secret_file:/path/of/the/file}`',
          at: whole,
        },
};

/** How many different problems of a kind are told of one text. */
const MOST = 100;

/** The text cut at its placeholders, with everything that is wrong with them. */
export function parseTemplate(text: string, scope: TemplateScope): ParsedTemplate {
  if (!text.includes('${')) return { template: [text], problems: [], missing: [], unhidden: [] };
  const parts: (string | { placeholder: Placeholder })[] = [];
  const problems = new Map<string, Problem>();
  const missing = new Map<string, Problem>();
  const unhidden = new Map<string, Problem>();
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, word, rest = '', brace] = match;
    literal += text.slice(end, match.index);
    end = match.index + whole.length;
    const kind = word !== undefined && Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
    if (kind === undefined) {
      literal += word === undefined ? '${' : whole;
      continue;
    }
    // The same mistake is told once, and of very many only the first ones: each is compared with what is known.
    if (problems.has(whole) || problems.size >= MOST) continue;
    const found = brace === '}' ? kind(rest, whole, scope) : unclosed(whole);
    if (typeof found !== 'string') {
      problems.set(whole, found);
      continue;
    }
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push({ placeholder: found });
    if (missing.has(whole) || missing.size >= MOST) continue;
    const problem = missingProblem(found, whole, scope);
    if (problem !== undefined) missing.set(whole, problem);
    else if (isSecret(found) && unhidden.size < MOST && isTooShort(valueOf(found, scope) ?? '')) {
      unhidden.set(whole, tooShort(whole));
    }
  }
  literal += text.slice(end);
  if (literal !== '') parts.push(literal);
  return {
    template: parts,
    problems: [...problems.values()],
    missing: [...missing.values()],
    unhidden: [...unhidden.values()],
  };
}

/**
 * The text with what the environment says, secrets and made-up facts of a measurement, to see whether it can be right;
 * `undefined` where a variable is not set or a secret is not there, of which is told elsewhere.
 */
export function sampleOf(template: Template, scope: Omit<TemplateScope, 'stage'>): string | undefined {
  const isMissing = (placeholder: Placeholder): boolean => {
    return isFromOutside(placeholder) && valueOf(placeholder, scope) === undefined;
  };
  if (template.some((part) => typeof part !== 'string' && isMissing(part.placeholder))) return undefined;
  return fillIn(template, (placeholder) => {
    if (isFromOutside(placeholder)) return valueOf(placeholder, scope);
    return placeholder === 'window:start' || placeholder === 'window:end' ? '2000-01-01T00:00:00.000Z' : '1';
  });
}

function plainPlaceholder(whole: string): PlainPlaceholder | Problem {
  const name = whole.slice(2, -1);
  if (isPlain(name)) return name;
  const known = Object.keys(PLACEHOLDERS);
  const group = known.filter((candidate) => candidate.startsWith(name.slice(0, name.indexOf(':') + 1)));
  const hint = didYouMean(name, known)?.replace(/`(.*)`/, '`${$1}`');
  return {
    message: `there is no placeholder ${quote(whole)}`,
    hint:
      hint ??
      `known: ${listed(
        group.map((candidate) => `\${${candidate}}`),
        'and',
      )}; \`$\${\` stands for a \`\${\` that stays`,
    at: whole,
  };
}

function isPlain(name: string): name is PlainPlaceholder {
  return Object.hasOwn(PLACEHOLDERS, name);
}

function unclosed(whole: string): Problem {
  return {
    message: `${quote(whole.trimEnd())} has no closing \`}\``,
    hint: '`$${` stands for a `${` that stays',
    at: whole.trimEnd(),
  };
}

type FromOutside = Exclude<Placeholder, PlainPlaceholder>;

/** Whether it stands for something that is there before the measurement is, or is missing. */
function isFromOutside(placeholder: Placeholder): placeholder is FromOutside {
  return placeholder.startsWith('env:') || isSecret(placeholder);
}

function valueOf(placeholder: FromOutside, { environment, secrets }: Omit<TemplateScope, 'stage'>): string | undefined {
  if (isSecret(placeholder)) {
    const secret = secrets.resolve(placeholder);
    return secret.ok ? secret.value : undefined;
  }
  const name = placeholder.slice('env:'.length);
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function missingProblem(placeholder: Placeholder, whole: string, scope: TemplateScope): Problem | undefined {
  if (!isFromOutside(placeholder) || valueOf(placeholder, scope) !== undefined) return undefined;
  if (!isSecret(placeholder)) return unset(placeholder.slice('env:'.length), whole, scope.environment);
  const secret = scope.secrets.resolve(placeholder);
  return secret.ok ? undefined : { ...secret.problem, at: whole };
}

function unset(name: string, whole: string, environment: Environment): Problem {
  const hint = name.startsWith('SERVO_EXEC_')
    ? 'what the driver tells its tasks is written `${control:duration}`, `${run:id}`, `${window:end}`, ...'
    : didYouMean(name, Object.keys(environment));
  return { message: `the environment variable ${quote(name)} is not set`, hint, at: whole };
}

function tooShort(whole: string): Problem {
  return {
    message: `${quote(whole)} is too short to be hidden in messages: it, or a line of it, is under 4 characters`,
    hint: 'take a longer secret',
    at: whole,
  };
}
