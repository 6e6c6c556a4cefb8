import { parseDuration } from '../text/duration.ts';

/** Seconds, 0 or more, fractions allowed; or a text with units: `90s`, `1m30s`, `500ms`. */
export type Duration = number | string;

export interface MeasurementOptions {
  /** What tasks see as the application. Two measurements of the same with the same config are not to run at once. Default: `app`. */
  readonly app?: string | undefined;
  /** The length of the window. */
  readonly duration: Duration;
  /** Added to the window. Default: 0. */
  readonly warmup?: Duration | undefined;
  /** Added to the window. Default: 0. */
  readonly delay?: Duration | undefined;
  /** Aborted to cancel: what runs is stopped, `post` runs. The text or the message of its reason is the cause that is told. */
  readonly signal?: AbortSignal | undefined;
  /** The state folder. Default: that of `SERVO_EXEC_STATE_DIR` in the config's environment, else the usual one. */
  readonly stateDir?: string | undefined;
  /** Run although the same is being measured. Default: `false`. */
  readonly concurrent?: boolean | undefined;
  /** Added to the environment that the config was loaded with. Secrets stay what they were then. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Takes a text for people: that nothing can be kept on disk, say, and the stack trace of a mistake of this package. Is
   * called from the event loop. Nothing is written anywhere else.
   */
  readonly onWarning?: ((text: string) => void) | undefined;
}

/** The options with all defaults. */
export interface CheckedOptions {
  readonly app: string;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly stateDir: string | undefined;
  readonly concurrent: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly warn: (text: string) => void;
}

const APP = 'app';

/** @throws TypeError or RangeError that names the option, and says what was expected. */
export function checkOptions(options: MeasurementOptions): CheckedOptions {
  const { app = APP, signal, stateDir, concurrent = false, environment = {}, onWarning } = options;
  expect(typeof app === 'string' && app !== '', 'app', 'a text that is not empty');
  expect(signal === undefined || signal instanceof AbortSignal, 'signal', 'an AbortSignal');
  expect(stateDir === undefined || typeof stateDir === 'string', 'stateDir', 'the path of a folder');
  expect(typeof concurrent === 'boolean', 'concurrent', 'true or false');
  expect(onWarning === undefined || typeof onWarning === 'function', 'onWarning', 'a function');
  for (const [name, value] of Object.entries(environment)) {
    expect(typeof value === 'string', `environment.${name}`, 'a text');
  }
  return {
    app,
    durationSeconds: seconds('duration', options.duration),
    warmupSeconds: seconds('warmup', options.warmup ?? 0),
    delaySeconds: seconds('delay', options.delay ?? 0),
    signal,
    stateDir,
    concurrent,
    environment,
    // What it throws is its author's, and must not end what called it in here.
    warn: (text) => {
      queueMicrotask(() => onWarning?.(text));
    },
  };
}

function seconds(name: string, duration: Duration): number {
  if (typeof duration === 'string') {
    const ms = parseDuration(duration);
    if (ms !== undefined) return ms / 1000;
  } else if (Number.isFinite(duration) && duration >= 0) return duration;
  const shown = typeof duration === 'string' ? JSON.stringify(duration) : String(duration);
  throw new RangeError(`${name}: expected seconds, 0 or more, or a text like '90s' or '1m30s', and not ${shown}`);
}

function expect(holds: boolean, name: string, what: string): void {
  if (!holds) throw new TypeError(`${name}: expected ${what}`);
}
