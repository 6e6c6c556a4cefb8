import type { ReportedTask } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { STATES } from '../mark.ts';

/** For the script, without which nothing of it is there. */
export function toolbar(tasks: readonly ReportedTask[]): Html {
  const states = Object.entries(STATES).flatMap(([state, { sign, word }]) => {
    const count = tasks.filter(({ end }) => end.state === state).length;
    return count === 0
      ? []
      : html`<button type="button" data-show="${state}" aria-pressed="false">
          <span class="mark ${state}" aria-hidden="true">${sign}</span>${word} <small>${count}</small>
        </button> `;
  });
  return html`<div class="toolbar" role="group" aria-label="Choose tasks" hidden>
    <label>Name <input type="search" id="name" autocomplete="off" spellcheck="false" /></label> ${states}<span
      class="push"
    ></span
    ><button type="button" data-open="1">Open all</button> <button type="button" data-open="">Close all</button>
    <p role="status" id="found"></p>
  </div>`;
}
