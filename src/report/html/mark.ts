import type { TaskState } from '../task-end.ts';
import { html, type Html } from './html.ts';

/** A sign and a word for each state, so that no colour has to tell it. */
export const STATES: Readonly<Record<TaskState, { readonly sign: string; readonly word: string }>> = {
  failed: { sign: '✕', word: 'failed' },
  'passed-over': { sign: '!', word: 'failed, passed over' },
  'not-seen': { sign: '?', word: 'end not seen' },
  running: { sign: '▶', word: 'running' },
  'left-running': { sign: '▷', word: 'left running' },
  stopped: { sign: '■', word: 'stopped' },
  ok: { sign: '✓', word: 'ok' },
  'not-run': { sign: '–', word: 'not run' },
};

/** The sign, and the word for whoever does not see it. */
export function markOf(state: TaskState): Html {
  const { sign, word } = STATES[state];
  return html`<span class="mark ${state}" aria-hidden="true">${sign}</span><span class="spoken">${word}: </span>`;
}
