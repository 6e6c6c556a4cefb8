import type { RunEvent } from '../../events.ts';
import { formatDuration } from '../../text/duration.ts';
import { PlainLines } from '../plain-lines.ts';
import type { Reporter } from '../reporter.ts';
import { describeStage } from '../words.ts';
import type { GithubLog } from './commands.ts';

/** What happens, line by line, in a group for each stage that does something. */
export class GithubLines implements Reporter {
  readonly #log: GithubLog;
  readonly #plain: PlainLines;
  #isInGroup = false;

  constructor(log: GithubLog) {
    this.#log = log;
    this.#plain = new PlainLines((line) => {
      log.text([line]);
    });
  }

  report(event: RunEvent): void {
    if (event.type === 'window-started') this.#begin(`window: ${formatDuration(event.durationMs)}`);
    else if (event.type === 'stage-started') this.#begin(event.tasks > 0 && describeStage(event.stage, event.tasks));
    else this.#plain.report(event);
    if (event.type === 'stage-ended') this.#end();
  }

  /** Lines that are no event. */
  write(atMs: number, lines: readonly string[]): void {
    this.#plain.write(atMs, lines);
  }

  #begin(title: string | false): void {
    if (title === false) return;
    this.#log.command('group', {}, title);
    this.#isInGroup = true;
  }

  #end(): void {
    if (this.#isInGroup) this.#log.command('endgroup');
    this.#isInGroup = false;
  }
}
