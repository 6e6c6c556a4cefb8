/** The agent, as far as a driver gets to see it (spec/agent.md), in the folder of a scene that has a `./measure`. */
import { setTimeout as delay } from 'node:timers/promises';
import { isRecord, parseObject } from './answer.ts';
import { OPEN, startDriver } from './driver.ts';
import type { Driver } from './driver.ts';
import type { Scene } from './scene.ts';

const PIECE_BYTES = 4096;
const AFTER_PIPES_MS = 3000;

export interface AgentOptions {
  readonly request: object;
  /** Where events are posted; an answer `{"cmd": "cancel"}` to a report of progress cancels. */
  readonly service: string;
  /** `OPTUNE_IO_TIMEOUT`. */
  readonly ioTimeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface AgentResult {
  /** What is reported to the service in the end. */
  readonly status: string;
  readonly message: string;
  readonly reason: string | undefined;
  readonly answer: Readonly<Record<string, unknown>> | undefined;
  readonly exitCode: number | null;
  /** The driver was still there 3 s after its pipes had closed. */
  readonly killed: boolean;
  readonly signalsSent: readonly string[];
}

export async function measureAsAgent(scene: Scene, options: AgentOptions): Promise<AgentResult> {
  const info = await callForObject(scene, ['--info', 'app'], options);
  const driver = startDriver(scene, { command: ['./measure'], args: ['app'], request: OPEN, env: options.env ?? {} });
  const reading = new LinesOf(driver, options.ioTimeoutMs);
  writeInPieces(driver, JSON.stringify(options.request));

  const signalsSent: string[] = [];
  const send = (signal: NodeJS.Signals): void => {
    signalsSent.push(signal);
    driver.signal(signal);
  };
  let answer: Record<string, unknown> | undefined;
  let cancelling = false;
  for (let line = await reading.next(); line !== 'end'; line = await reading.next()) {
    if (line === 'too-late') {
      send('SIGTERM');
      continue;
    }
    if (line.trim() === '') continue;
    const value = asObject(line);
    if (value === undefined) {
      send('SIGTERM');
    } else if ('progress' in value) {
      const { cmd } = await post(options.service, { event: 'MEASUREMENT', param: value });
      cancelling ||= cmd === 'cancel' && info['has_cancel'] === true;
      if (cancelling) send('SIGUSR1');
    } else {
      answer = value;
    }
  }
  const { exitCode, killed } = await endOf(driver);
  const result = { ...judge(answer, exitCode, driver.text().stderr), answer, exitCode, killed, signalsSent };
  await post(options.service, { event: 'MEASUREMENT', param: { ...result, progress: 100 } });
  return result;
}

/** `--info` and `--describe`: all of standard output as one object. */
export async function callForObject(
  scene: Scene,
  args: readonly string[],
  { env = {}, program = './measure' }: { env?: Readonly<Record<string, string>>; program?: string } = {},
): Promise<Record<string, unknown>> {
  const driver = startDriver(scene, { command: [program], args, request: '', env });
  const { exitCode } = await driver.ended();
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}: ${driver.text().stderr}`);
  return parseObject(driver.text().stdout);
}

export function writeInPieces(driver: Driver, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) driver.stdin.write(bytes.subarray(at, at + PIECE_BYTES));
  driver.stdin.end();
}

/** Takes lines as they come, until both pipes are closed. */
export class LinesOf {
  readonly #driver: Driver;
  readonly #ioTimeoutMs: number;
  #taken = 0;
  #closed = false;
  #lastSeen = performance.now();

  constructor(driver: Driver, ioTimeoutMs = Infinity) {
    this.#driver = driver;
    this.#ioTimeoutMs = ioTimeoutMs;
    void driver.closed().then(() => {
      this.#closed = true;
    });
  }

  /** The next line, `end`, or `too-late` when nothing came for so long. */
  async next(): Promise<string> {
    for (;;) {
      const closed = this.#closed;
      const line = this.#driver.text().stdout.split('\n').slice(0, -1)[this.#taken];
      if (line !== undefined) {
        this.#taken++;
        this.#lastSeen = performance.now();
        return line;
      }
      if (closed) return 'end';
      if (performance.now() - this.#lastSeen > this.#ioTimeoutMs) {
        this.#lastSeen = Infinity;
        return 'too-late';
      }
      await delay(5);
    }
  }
}

export async function endOf(driver: Driver): Promise<{ exitCode: number | null; killed: boolean }> {
  const ended = driver.ended();
  if ((await Promise.race([ended, delay(AFTER_PIPES_MS, 'late')])) !== 'late') {
    return { exitCode: (await ended).exitCode, killed: false };
  }
  driver.signal('SIGKILL');
  return { exitCode: (await ended).exitCode, killed: true };
}

function judge(
  answer: Record<string, unknown> | undefined,
  exitCode: number | null,
  stderr: string,
): { status: string; message: string; reason: string | undefined } {
  const text = (key: string): string | undefined => {
    const value = answer?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  if (answer === undefined) return { status: 'failed', message: `no answer ${stderr}`, reason: undefined };
  const message = `${text('message') ?? ''}${exitCode === 0 ? '' : ` ${stderr}`}`.trim();
  const metrics = answer['metrics'];
  if (answer['status'] !== 'ok') return { status: text('status') ?? '?', message, reason: text('reason') };
  const empty = !isRecord(metrics) || Object.keys(metrics).length === 0;
  return { status: empty ? 'failed' : 'ok', message: empty ? 'returned no metrics' : message, reason: undefined };
}

export function asObject(line: string): Record<string, unknown> | undefined {
  try {
    return parseObject(line);
  } catch {
    return undefined;
  }
}

async function post(service: string, event: object): Promise<Record<string, unknown>> {
  const response = await fetch(service, { method: 'POST', body: JSON.stringify(event) });
  return parseObject(await response.text());
}
