import type { ReportedTask } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { linkToFile } from '../links.ts';
import type { Around } from './around.ts';
import { sinceStart } from '../times.ts';
import { attemptTable } from './attempt-table.ts';
import { printedBlock, STREAM_NAMES } from './printed-block.ts';
import { whatItDoes } from './what-it-does.ts';

/** What a task does, its attempts, the end of what it printed, and where all of that is. The id is here, so that a link opens it. */
export function taskDetails(task: ReportedTask, { subject, maxPrinted }: Around): Html {
  const { record, plan, place, files, printed } = task;
  const { line, column } = plan.place;
  const began = record.startedAtMs === null ? '' : `, began ${sinceStart(record.startedAtMs, subject.span)}`;
  const kind = `${plan.action.mode}${plan.background ? ', in the background' : ''}, line ${String(line)}, column ${String(column)}${began}`;
  const links = files.map((file) =>
    linkToFile(subject.run, file, file.stream === null ? file.path : STREAM_NAMES[file.stream]),
  );
  return html`<div class="inside" id="${place}">
    <p class="kind">${kind}</p>
    <pre class="does">${whatItDoes(plan.action, maxPrinted)}</pre>
    ${attemptTable(record.attempts, subject.span)}${record.survivors.map(
      ({ pid, command }) => html`<p class="warning">Process ${pid} (${command}) could not be stopped.</p>`,
    )}${printed.map((one) => printedBlock(one, maxPrinted))}${links.length === 0 ? null : html`<p class="kind">kept: ${links}</p>`}
  </div>`;
}
