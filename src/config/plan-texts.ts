import type { Action, Readiness, Task } from './plan.ts';
import type { Template } from './template.ts';

/** All texts of a task that may hold placeholders. */
export function templatesOf({
  action,
  ready,
  results,
}: Pick<Task, 'action' | 'ready' | 'results'>): readonly Template[] {
  const file = results?.file === undefined ? [] : [results.file];
  return [...textsOf(action), ...(ready === undefined ? [] : textsOfCondition(ready.condition)), ...file];
}

function textsOf(action: Action): readonly Template[] {
  const templates =
    action.mode === 'request'
      ? [action.url, action.body, ...action.headers.values()]
      : [...action.argv, action.cwd, ...action.env.values()];
  return templates.filter((template) => template !== undefined);
}

function textsOfCondition(condition: Readiness['condition']): readonly Template[] {
  switch (condition.kind) {
    case 'port':
      return [condition.port];
    case 'http':
      return textsOf(condition.request);
    case 'output':
      return [];
    case 'file':
      return [condition.path];
    case 'exec':
      return textsOf(condition.command);
  }
}
