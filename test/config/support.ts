import { checkConfig, type CheckedConfig, type CheckOptions } from '../../src/config/check-config.ts';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import type { Plan, Task } from '../../src/config/plan.ts';
import { jsonPathProblem } from '../../src/text/json-path.ts';
import { fillIn, type Template } from '../../src/config/template.ts';

const ENVIRONMENT = { HOME: '/home/me', EMPTY: '', TWO_LINES: 'a\nb', TOKEN: 'canary://4711', PIN: 'abc' };

/** Checks a text as the driver does. */
export function check(text: string, options: Partial<CheckOptions> = {}): CheckedConfig {
  return checkConfig(text, {
    file: 'config.yaml',
    section: 'exec',
    sectionRequired: false,
    environment: ENVIRONMENT,
    missingEnvironment: 'error',
    jsonPathProblem,
    ...options,
  });
}

/** The plan of a text that must be right. */
export function planOf(text: string, options: Partial<CheckOptions> = {}): Plan {
  const checked = check(text, options);
  if (!checked.ok) throw new Error(renderDiagnostics(checked.diagnostics));
  return checked.plan;
}

/** What an author sees of a text that must be wrong. */
export function mistakesOf(text: string, options: Partial<CheckOptions> = {}): string {
  const checked = check(text, options);
  if (checked.ok) throw new Error('the config was taken as it is');
  return renderDiagnostics(checked.diagnostics);
}

/** The first task of `pre`. */
export function taskOf(yaml: string, options: Partial<CheckOptions> = {}): Task {
  const [task] = planOf(`exec:\n  pre:\n    - ${yaml.replaceAll('\n', '\n      ')}\n`, options).stages.pre;
  if (task === undefined) throw new Error('there is no task');
  return task;
}

/** The text of a template that must be without placeholders. */
export function literalOf(template: Template): string {
  return fillIn(template, (placeholder) => {
    throw new Error(`there is a placeholder: ${placeholder}`);
  });
}
