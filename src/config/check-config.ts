import * as v from 'valibot';
import { isScalar } from 'yaml';
import { buildPlan } from './build-plan.ts';
import { Converter } from './convert.ts';
import type { Diagnostic } from './diagnostic.ts';
import { problemOf } from './issue.ts';
import type { CheckScope } from './leaves.ts';
import { spanOfPart } from './part-span.ts';
import type { Environment } from './placeholders.ts';
import { LISTED_STAGES, type Plan, type Task, type TaskStage } from './plan.ts';
import { readYaml } from './read-yaml.ts';
import { SecretStore, type SecretValues } from './secrets.ts';
import { sectionSchema, type SectionSettings } from './schema.ts';
import { findSection, type Section } from './section.ts';
import { visible } from '../text/visible.ts';
import { listed, quote } from './shown.ts';
import { SourceText, type Located } from './source-text.ts';
import { closest } from '../text/closest.ts';
import { didYouMean } from './suggest.ts';
import { isList, isMapping, spanOf, type Value } from './values.ts';

export interface CheckOptions {
  /** What the file is to be called in diagnostics. */
  readonly file: string;
  /** The section to read, `exec` as a rule. */
  readonly section: string;
  /** A file without the section is a mistake, not a measurement with nothing to run. */
  readonly sectionRequired: boolean;
  /** For `${env:NAME}` and `${secret:NAME}`. */
  readonly environment: Environment;
  /** What a variable that is not set and a secret that is not there are taken for. */
  readonly missingEnvironment: 'error' | 'warning';
  /** Needed where the text has a `json_path`: why a text is none. */
  readonly jsonPathProblem?: CheckScope['jsonPathProblem'];
}

export type CheckedConfig =
  | {
      readonly ok: true;
      readonly plan: Plan;
      /** Of the plan's placeholders; no diagnostic shows any of it. */
      readonly secrets: SecretValues;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * The plan that a config's text is, or everything that is wrong with it (spec/driver.md §6). Of the file only the syntax
 * and the one section are looked at. Never throws, whatever the text.
 */
export function checkConfig(text: string, options: CheckOptions): CheckedConfig {
  const source = new SourceText(options.file, text.startsWith('\uFEFF') ? text.slice(1) : text);
  const read = readYaml(source.text);
  if (!read.ok) return failed(source, read.problems, []);
  const converter = new Converter(source, read.document);
  const found = findSection(read.document, options.section, converter);
  if (!found.ok) return failed(source, [found.problem], []);
  if (found.section === undefined) {
    return options.sectionRequired
      ? failed(source, [noSection(options.section, found.others)], [])
      : nothing(options, 'absent', found.others);
  }
  return checkSection(source, converter, found.section, found.others, options);
}

function checkSection(
  source: SourceText,
  converter: Converter,
  section: Section,
  others: readonly string[],
  options: CheckOptions,
): CheckedConfig {
  if (section.value === null) return nothing(options, 'empty', others);
  const value = converter.convert(section.value);
  if (converter.refused) return failed(source, converter.problems, []);
  const warnings: Located[] = [];
  const secrets = new SecretStore(options.environment);
  const scopeOf = (stage: TaskStage): CheckScope => ({
    stage,
    environment: options.environment,
    secrets,
    missingEnvironment: options.missingEnvironment,
    jsonPathProblem: options.jsonPathProblem,
    warn: (about, problem) => warnings.push({ span: spanOf(about), problem }),
  });
  const checked = v.safeParse(sectionSchema(scopeOf), value);
  const problems = [...converter.problems];
  for (const issue of checked.issues ?? []) {
    const { problem, part } = problemOf(issue);
    problems.push({
      span: part === undefined ? spanOf(isScalar(value) ? value : section.key) : spanOfPart(part, converter),
      problem,
    });
  }
  if (problems.length > 0) return failed(source, problems, warnings);
  if (!checked.success) throw new Error('Internal error: a config that is wrong without a reason');
  const settings = checked.output ?? {};
  const placeOf = (stage: TaskStage, index: number): Task['place'] =>
    source.place(placeInStage(value, stage, index, converter));
  const plan = buildPlan(
    options.section,
    settings,
    placeOf,
    hasTasks(settings) ? [] : [nothingToRun(options, 'empty', others)],
  );
  return { ok: true, plan, secrets: secrets.values(), warnings: diagnostics(source, 'warning', warnings) };
}

function placeInStage(section: Value, stage: TaskStage, index: number, converter: Converter): number {
  const tasks = isMapping(section) ? section[stage === 'window' ? 'probes' : stage] : undefined;
  if (tasks === undefined || !isList(tasks)) throw new Error('Internal error: a task without a stage in the config');
  return spanOfPart({ of: tasks, key: index }, converter)[0];
}

function hasTasks(settings: SectionSettings): boolean {
  return LISTED_STAGES.some((stage) => (settings[stage] ?? []).length > 0);
}

/** A plan without tasks: the window passes, and the caller is told. */
function nothing(options: CheckOptions, state: 'absent' | 'empty', others: readonly string[]): CheckedConfig {
  return {
    ok: true,
    plan: buildPlan(options.section, {}, noPlace, [nothingToRun(options, state, others)]),
    secrets: new Map(),
    warnings: [],
  };
}

function nothingToRun({ file, section }: CheckOptions, state: 'absent' | 'empty', others: readonly string[]): string {
  const what =
    state === 'absent'
      ? `${visible(file)} has no section ${quote(section)}`
      : `the section ${quote(section)} of ${visible(file)} has no tasks`;
  const misplaced = LISTED_STAGES.filter((stage) => others.includes(stage));
  if (misplaced.length > 0) {
    const [stand, them] = misplaced.length > 1 ? ['stand', 'them'] : ['stands', 'it'];
    return `nothing to run: ${what}; ${listed(misplaced, 'and')} ${stand} at the top level: indent ${them} below \`${visible(section)}:\``;
  }
  const meant = closest(section, others);
  return `nothing to run: ${what}${meant === undefined ? '' : `; was ${quote(meant)} meant?`}`;
}

function noPlace(): never {
  throw new Error('Internal error: a place was asked for where there are no tasks');
}

function noSection(section: string, others: readonly string[]): Located {
  const hint =
    didYouMean(section, others) ??
    (others.length === 0 ? undefined : `sections here: ${listed(others.slice(0, 20).map(visible), 'and')}`);
  return {
    span: [0, 0],
    problem: { message: `there is no section ${quote(section)}, after which this driver is named`, hint },
  };
}

function failed(source: SourceText, problems: readonly Located[], warnings: readonly Located[]): CheckedConfig {
  return {
    ok: false,
    diagnostics: [...diagnostics(source, 'error', problems), ...diagnostics(source, 'warning', warnings)],
  };
}

/** In the order of the file, each once: what an alias stands for is checked wherever it is used. */
function diagnostics(
  source: SourceText,
  severity: Diagnostic['severity'],
  found: readonly Located[],
): readonly Diagnostic[] {
  const seen = new Set<string>();
  const unique = found.filter(({ span, problem }) => {
    const key = `${String(span[0])} ${problem.message}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return unique
    .map(({ span, problem }) => source.diagnostic(severity, span, problem))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
