import { appendFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Plan } from '../../config/plan.ts';
import { command } from '../../reporters/github/commands.ts';
import { stepSummary } from '../../reporters/github/step-summary.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import { visibleLines } from '../../text/visible.ts';
import { outcomeOf } from './closing-lines.ts';
import type { RunEnd } from './face.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function isInGithub(environment: Environment): boolean {
  return (environment['GITHUB_ACTIONS'] ?? '') !== '';
}

/** The command that shows at the config's line why a run has failed; `undefined` for one that has not. */
export function annotationOf(
  { answer }: Pick<RunEnd, 'answer'>,
  { interruption }: RunModel,
  { plan, file }: { readonly plan: Plan; readonly file: string },
  environment: Environment,
): string | undefined {
  if (answer.status === 'ok') return undefined;
  const failed = interruption !== undefined && 'task' in interruption ? interruption.task : undefined;
  const place = failed && plan.stages[failed.stage][failed.index]?.place;
  const where = place === undefined ? {} : { line: place.line, col: place.column };
  const title = `servo-exec: ${outcomeOf(answer)}`;
  const properties = { file: pathInRepository(file, environment), ...where, title };
  return command('error', properties, visibleLines(answer.message).join('\n'));
}

/** Appends the run to the page of the job, where there is one. Returns why it could not. */
export function addStepSummary(
  { answer }: Pick<RunEnd, 'answer'>,
  model: RunModel,
  notes: readonly string[],
  environment: Environment,
): string | undefined {
  const path = environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return undefined;
  const isOk = answer.status === 'ok';
  const message = isOk ? undefined : answer.message;
  const text = stepSummary({ model, outcome: outcomeOf(answer), message, notes: isOk ? notes : [] });
  try {
    appendFileSync(path, `${text}\n`);
    return undefined;
  } catch (error) {
    return `the summary of the step cannot be written: ${(error as Error).message}`;
  }
}

/** GitHub takes paths from the root of the repository. */
function pathInRepository(file: string, environment: Environment): string {
  const root = environment['GITHUB_WORKSPACE'] ?? '';
  if (root === '') return file;
  const path = relative(root, resolve(file));
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
