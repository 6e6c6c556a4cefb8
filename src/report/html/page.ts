import { VERSION } from '../../version.ts';
import type { Subject } from '../subject.ts';
import { verdictOf } from '../verdict.ts';
import { html, type Html } from './html.ts';
import { POLICY, SCRIPT_ELEMENT, STYLE_ELEMENT } from './policy.ts';
import { answerSection } from './sections/answer.ts';
import { cleanUpSection } from './sections/clean-up.ts';
import { configSection } from './sections/config.ts';
import { filesSection } from './sections/files.ts';
import { glanceSection } from './sections/glance.ts';
import { machineSection } from './sections/machine.ts';
import { tasksSection } from './sections/tasks.ts';
import { timelineSection } from './timeline/timeline.ts';
import { pointInTime } from './times.ts';

/** In the order in which they stand; one that has nothing to say is `null`. */
const SECTIONS: readonly ((subject: Subject) => Html | null)[] = [
  answerSection,
  cleanUpSection,
  timelineSection,
  tasksSection,
  configSection,
  machineSection,
  filesSection,
];

/** The run as one page that needs nothing else: no other file, no network. */
export function htmlReport(subject: Subject): string {
  const { run, nowMs } = subject;
  const title = `${run.header.app}: ${verdictOf(run).word}, run ${run.runId}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        ${glanceSection(subject)}
        <main>${SECTIONS.map((section) => section(subject))}</main>
        <footer>Made ${pointInTime(nowMs)} by servo-exec ${VERSION}.</footer>
        ${SCRIPT_ELEMENT}
      </body>
    </html> `;
  return `${String(page).trimEnd()}\n`;
}
