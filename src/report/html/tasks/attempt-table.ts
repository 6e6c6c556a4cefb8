import type { AttemptRecord } from '../../../journal/run-record.ts';
import { groupAttempts, numbersOf, type AttemptGroup } from '../../attempt-groups.ts';
import type { Span } from '../../span.ts';
import { html, type Html } from '../html.ts';
import { markOf } from '../mark.ts';
import { durationOf, sinceStart } from '../times.ts';

const MOST_ROWS = 50;

/** Each attempt with its times and how it ended, those that ended the same way on one row; nothing where there is only one. */
export function attemptTable(attempts: readonly AttemptRecord[], span: Span): Html | null {
  if (attempts.length < 2) return null;
  const groups = groupAttempts(attempts);
  const shown = groups.slice(-MOST_ROWS);
  const hidden = groups.length - shown.length;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Attempt</th>
        <th scope="col">Began</th>
        <th scope="col">Took</th>
        <th scope="col">Ended</th>
      </tr>
    </thead>
    <tbody>
      ${
        hidden > 0
          ? html`<tr>
              <td colspan="4">${hidden} rows before these are left out</td>
            </tr>`
          : null
      }${shown.map((group) => row(group, span))}
    </tbody>
  </table>`;
}

function row(group: AttemptGroup, span: Span): Html {
  const { first, last, state, text, ms } = group;
  const numbers = numbersOf(group).replace(/^attempts? /, '');
  const took = last.endedAtMs === null ? '' : durationOf(ms);
  return html`<tr>
    <td>${numbers}</td>
    <td>${sinceStart(first.startedAtMs, span)}</td>
    <td>${took}</td>
    <td>${markOf(state)}${text}</td>
  </tr>`;
}
