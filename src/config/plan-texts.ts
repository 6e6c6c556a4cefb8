import type { Action } from './plan.ts';
import type { Template } from './template.ts';

/** All texts of an action that may hold placeholders. */
export function templatesOf(action: Action): readonly Template[] {
  const templates =
    action.mode === 'request'
      ? [action.url, action.body, ...action.headers.values()]
      : [...action.argv, action.cwd, ...action.env.values()];
  return templates.filter((template) => template !== undefined);
}
