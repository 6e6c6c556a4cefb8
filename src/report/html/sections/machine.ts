import { formatSize } from '../../../text/size.ts';
import type { Subject } from '../../subject.ts';
import { definitions, html, type Html } from '../html.ts';

/** What it ran on. */
export function machineSection({ run }: Subject): Html {
  const { machine, servoExec } = run.header;
  return html`<section id="machine" aria-labelledby="machine-heading">
    <h2 id="machine-heading">Machine</h2>
    ${definitions([
      ['Name', machine.name],
      ['System', `${machine.system} ${machine.kernel}, ${machine.architecture}`],
      ['Processors', `${String(machine.processors)} × ${machine.processor ?? machine.architecture}`],
      ['Memory', formatSize(machine.memoryBytes)],
      ['Node', machine.node],
      ['servo-exec', servoExec],
    ])}
  </section>`;
}
