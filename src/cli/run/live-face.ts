import { isatty } from 'node:tty';
import { setTimeout as pause } from 'node:timers/promises';
import type { World } from '../../driver/world.ts';
import type { RunEvent } from '../../events.ts';
import { LastLines } from '../../reporters/live/last-lines.ts';
import type { Line, Tone } from '../../reporters/live/line.ts';
import { regionLines } from '../../reporters/live/region.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import { symbolsFor } from '../../reporters/live/symbols.ts';
import { toldLines } from '../../reporters/live/told-lines.ts';
import { visibleLines } from '../../text/visible.ts';
import { paintFor, type Colour, type Paint } from '../colours.ts';
import type { Face, RunEnd } from './face.ts';
import { Screen } from './screen.ts';
import { Terminal } from './terminal.ts';

const FRAME_MS = 100;
/** So short before the end of the window nothing is painted: it would end later for it. */
const QUIET_MS = 25;
const DRAIN_MS = 10;
/** What waits for a terminal that does not take it. */
const MOST_WAITING_LINES = 2000;

const COLOURS: Readonly<Record<Tone, Colour>> = {
  good: 'green',
  bad: 'red',
  note: 'yellow',
  strong: 'bold',
  faint: 'dim',
};

/** On a terminal: what is over stays, and below it stands what is under way. */
export class LiveFace implements Face {
  readonly #model: RunModel;
  readonly #world: World;
  readonly #cancel: AbortSignal;
  readonly #terminal: Terminal;
  readonly #screen: Screen;
  readonly #paint: Paint;
  readonly #symbols = symbolsFor(process.env);
  readonly #lastLines = new LastLines();
  readonly #timer: NodeJS.Timeout;
  #waiting: string[] = [];
  #leftOut = 0;

  /** `cancel` is aborted when the measurement is cancelled, though that may change nothing about the outcome. */
  constructor(model: RunModel, world: World, cancel: AbortSignal, onBroken: (code: string) => void) {
    this.#model = model;
    this.#world = world;
    this.#cancel = cancel;
    this.#terminal = new Terminal(world.outputFd, onBroken);
    this.#screen = new Screen(this.#terminal);
    this.#paint = paintFor(world.outputFd, process.env);
    this.#timer = setInterval(() => {
      this.#frame();
    }, FRAME_MS);
    const again = (): void => {
      this.#screen.forget();
    };
    // The terminal has written `^C`.
    cancel.addEventListener('abort', again, { once: true });
    process.stdout.on('resize', again);
    process.on('SIGCONT', again);
    process.once('exit', () => {
      this.#screen.leave();
    });
  }

  get reporters(): Face['reporters'] {
    return [this.#model, this];
  }

  readonly onOutput: Face['onOutput'] = (task, chunk) => {
    this.#lastLines.take(task, chunk);
  };

  readonly warn = (text: string): void => {
    if (isatty(2)) this.#tell(visibleLines(text.trimEnd()).map((line) => [{ text: line, tone: 'note' }]));
    else void this.#world.tell(text);
  };

  report(event: RunEvent): void {
    this.#tell(toldLines(event, this.#model, this.#symbols));
    if (event.type === 'task-ended') this.#lastLines.forget(event.task);
  }

  async finish({ closing }: RunEnd): Promise<boolean> {
    clearInterval(this.#timer);
    while (!this.#terminal.isReady()) await pause(DRAIN_MS);
    this.#screen.paint([...this.#takeWaiting(), ...closing], []);
    while (!this.#terminal.isReady()) await pause(DRAIN_MS);
    return !this.#terminal.isBroken;
  }

  #tell(lines: readonly Line[]): void {
    this.#waiting.push(...lines.map((line) => this.#coloured(line)));
    const tooMany = this.#waiting.length - MOST_WAITING_LINES;
    if (tooMany > 0) this.#leftOut += this.#waiting.splice(0, tooMany).length;
  }

  #takeWaiting(): readonly string[] {
    const omitted = this.#leftOut > 0 ? [`[${String(this.#leftOut)} lines left out]`] : [];
    const lines = [...omitted, ...this.#waiting];
    [this.#waiting, this.#leftOut] = [[], 0];
    return lines;
  }

  #frame(): void {
    const nowMs = this.#world.clock.epochMs();
    if (this.#isWindowEnding(nowMs) || !this.#terminal.isReady()) return;
    const { columns, rows } = process.stdout;
    const part = regionLines(this.#model, {
      // A terminal that nobody has told its size has none.
      width: columns > 0 ? columns : 80,
      // One for the empty line above, one for the prompt of whoever leaves it.
      height: (rows > 0 ? rows : 24) - 2,
      nowMs,
      symbols: this.#symbols,
      lastLine: (task) => this.#lastLines.of(task),
      isCancelled: this.#cancel.aborted,
    });
    this.#screen.paint(
      this.#takeWaiting(),
      part.map((line) => this.#coloured(line)),
    );
  }

  #isWindowEnding(nowMs: number): boolean {
    const { window } = this.#model;
    if (window?.endedAtMs !== undefined || window === undefined) return false;
    const leftMs = window.startedAtMs + window.durationMs - nowMs;
    return leftMs >= 0 && leftMs < QUIET_MS;
  }

  #coloured(line: Line): string {
    return line.map(({ text, tone }) => (tone === undefined ? text : this.#paint(COLOURS[tone], text))).join('');
  }
}
