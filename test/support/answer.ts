/** What standard output may hold (spec/driver.md §4), checked line by line. */
import assert from 'node:assert/strict';

export interface Progress {
  readonly progress: number;
  readonly message: string | null;
}

export interface Answer {
  readonly status: 'ok' | 'failed' | 'bad-request';
  /** Empty for an answer that is `ok`. */
  readonly message: string;
  readonly reason: string | undefined;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, string | readonly string[]>>;
}

export interface Output {
  readonly progress: readonly Progress[];
  readonly answer: Answer;
}

const REASONS = [
  'bad-request',
  'config-invalid',
  'task-failed',
  'task-timeout',
  'not-ready',
  'background-died',
  'probe-failed',
  'metric-missing',
  'threshold-missed',
  'cancelled',
  'busy',
  'internal',
];

/** Progress lines, then exactly one answer, and nothing else. */
export function checkOutput(text: string, section = 'exec'): Output {
  assert.ok(text.endsWith('\n'), `standard output has to end with a whole line:\n${text.slice(-500)}`);
  const lines = text.slice(0, -1).split('\n');
  const progress = lines.slice(0, -1).map(checkProgress);
  progress.forEach((line, i) => {
    assert.ok(line.progress >= (progress[i - 1]?.progress ?? 0), 'progress never goes backwards');
  });
  return { progress, answer: checkAnswer(lines.at(-1) ?? '', section) };
}

/** What came of a driver that gave no answer: whole lines of progress, and nothing else. */
export function checkProgressLines(text: string): readonly Progress[] {
  const lines = text.split('\n');
  assert.equal(lines.pop(), '', 'standard output has to end with a whole line');
  return lines.map(checkProgress);
}

function checkProgress(text: string): Progress {
  const { progress, message } = parseObject(text);
  if (typeof progress !== 'number')
    throw new Error(`only the last line may be without progress:\n${text.slice(0, 500)}`);
  assert.ok(Number.isInteger(progress) && progress >= 0 && progress <= 100, text);
  if (message === null) return { progress, message };
  if (typeof message !== 'string') throw new Error(`the message is to be text or null:\n${text.slice(0, 500)}`);
  assert.ok(Buffer.byteLength(message) < 64 * 1024, 'a message stays under 64 KiB');
  return { progress, message };
}

function checkAnswer(text: string, section: string): Answer {
  const answer = parseObject(text);
  assert.ok(!('progress' in answer), `the last line is to be the answer:\n${text.slice(0, 500)}`);
  const { status } = answer;
  if (status === 'ok') {
    const { metrics, annotations } = answer;
    if (!isRecord(metrics)) throw new Error(`no metrics: ${text}`);
    return { status, message: '', reason: undefined, metrics, annotations: checkAnnotations(annotations, section) };
  }
  if (status !== 'failed' && status !== 'bad-request') throw new Error(`an unknown status: ${text}`);
  const { message, reason } = answer;
  if (typeof message !== 'string' || message === '') throw new Error(`no message: ${text}`);
  if (typeof reason !== 'string' || !REASONS.includes(reason)) throw new Error(`an unknown reason: ${text}`);
  assert.equal(status === 'bad-request', reason === 'bad-request', text);
  return { status, message, reason, metrics: {}, annotations: {} };
}

function checkAnnotations(annotations: unknown, section: string): Answer['annotations'] {
  if (!isRecord(annotations)) throw new Error('no annotations');
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]): [string, string | readonly string[]] => {
      assert.ok(key.startsWith(`${section}.`), `the annotation ${key} is to begin with ${section}.`);
      if (typeof value === 'string' || isTextList(value)) return [key, value];
      throw new Error(`the annotation ${key} is neither text nor a list of text: ${JSON.stringify(value)}`);
    }),
  );
}

export function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`a line that is not JSON:\n${JSON.stringify(text.slice(0, 500))}`);
  }
  if (!isRecord(value)) throw new Error(`a line that is not an object:\n${text.slice(0, 500)}`);
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
