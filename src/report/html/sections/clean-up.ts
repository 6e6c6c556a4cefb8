import { recoveryLines } from '../../../reporters/words.ts';
import { formatDuration } from '../../../text/duration.ts';
import type { RecoveryRecord } from '../../../journal/run-record.ts';
import type { Subject } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { pointInTime } from '../times.ts';

/** Who cleaned up after a driver that died, and what was done. */
export function cleanUpSection({ run }: Subject): Html | null {
  const { recoveries } = run.record;
  if (recoveries.length === 0) return null;
  return html`<section id="clean-up" aria-labelledby="clean-up-heading">
    <h2 id="clean-up-heading">Clean-up after the driver</h2>
    ${recoveries.map(one)}
  </section>`;
}

const BY = { guard: 'Its guard', measurement: 'The next measurement', hand: '`servo-exec recover`' } as const;

function one({ started, endedAtMs, recovery }: RecoveryRecord): Html {
  const { stage, by, host, driverSeenAtMs, at } = started;
  const where = stage === null ? 'before the first task' : `in ${stage}`;
  const end = endedAtMs === null ? 'It has not ended.' : `It took ${formatDuration(endedAtMs - at)}.`;
  return html`<p>
      The driver was last seen ${pointInTime(driverSeenAtMs)}, ${where}. ${BY[by]} cleaned up on ${host} from
      ${pointInTime(at)}. ${end}
    </p>
    ${
      recovery === null
        ? null
        : html`<ul>
            ${recoveryLines(recovery).map((line) => html`<li>${line}</li>`)}
          </ul>`
    }`;
}
