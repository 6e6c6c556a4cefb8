import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { AttemptResult, EventBody, RunEvent, TaskRef } from '../../src/events.ts';
import { textOf } from '../../src/reporters/live/line.ts';
import { regionLines } from '../../src/reporters/live/region.ts';
import { RunModel } from '../../src/reporters/live/run-model.ts';
import { symbolsFor } from '../../src/reporters/live/symbols.ts';
import { toldLines } from '../../src/reporters/live/told-lines.ts';
import { cells } from '../../src/text/cells.ts';
import { planOf } from '../config/support.ts';

const FINE = symbolsFor({ LANG: 'C.UTF-8' });
const OK: AttemptResult = { kind: 'success', exitCode: 0 };

const taskOf = (stage: TaskRef['stage'], index: number, label: string): TaskRef => ({ stage, index, label });
const HELLO = taskOf('pre', 0, 'hello');
const LOAD = taskOf('start', 0, 'load');
const WARM_UP = taskOf('start', 1, 'warm up');

const PLAN = planOf(`exec:
  pre: [{ name: hello, exec: a }]
  start: [{ name: load, async: true, exec: a }, { name: warm up, exec: a, retries: 2 }]
  post: [{ name: tidy, exec: a }]
`);

/** A run whose events come a second apart. */
class Play {
  readonly model = new RunModel(PLAN);
  readonly told: string[] = [];
  nowMs = 1_000_000;

  happens(...events: readonly EventBody[]): this {
    for (const event of events) {
      this.nowMs += 1000;
      const whole: RunEvent = { ...event, at: this.nowMs };
      this.model.report(whole);
      this.told.push(...toldLines(whole, this.model, FINE).map(textOf));
    }
    return this;
  }

  region(width = 80, height = 20, lastLine = ''): string[] {
    const options = { width, height, nowMs: this.nowMs, symbols: FINE, lastLine: () => lastLine, isCancelled: false };
    return regionLines(this.model, options).map(textOf);
  }
}

const BEGIN: EventBody = {
  type: 'run-started',
  runId: 'ID',
  app: 'shop',
  section: 'exec',
  durationSeconds: 30,
  warmupSeconds: 0,
  delaySeconds: 0,
};
const begins = (stage: 'pre' | 'start' | 'window', tasks = 1): EventBody => ({ type: 'stage-started', stage, tasks });
const ends = (stage: 'pre' | 'start'): EventBody => ({ type: 'stage-ended', stage });
const started = (task: TaskRef, background = false): EventBody => ({ type: 'task-started', task, background });
const ended = (
  task: TaskRef,
  result: AttemptResult = OK,
  { background = false, passedOver = false }: { background?: boolean; passedOver?: boolean } = {},
): EventBody => ({ type: 'task-ended', task, background, passedOver, durationMs: 1000, result });

function inTheWindow(): Play {
  return new Play().happens(
    BEGIN,
    begins('pre'),
    started(HELLO),
    ended(HELLO),
    ends('pre'),
    begins('start', 2),
    started(LOAD, true),
    started(WARM_UP),
    ended(WARM_UP),
    ends('start'),
    begins('window', 0),
    { type: 'window-started', durationMs: 30_000 },
  );
}

void suite('the model of a run, and what is shown of it', () => {
  test('begins with what is to come', () => {
    assert.deepEqual(new Play().happens(BEGIN).region(), [
      '▸ beginning',
      'then pre (1), start (2), post (1). Ctrl-C cancels and cleans up.',
    ]);
  });

  test('a task under way has its time, its attempt and what the one before came to', () => {
    const play = new Play().happens(BEGIN, begins('start', 2), started(LOAD, true), started(WARM_UP), {
      type: 'attempt-ended',
      task: WARM_UP,
      background: false,
      attempt: 1,
      again: true,
      result: { kind: 'exit-code', exitCode: 9 },
      durationMs: 1,
      outputEnd: { stream: 'stderr', text: '', omittedBytes: 0 },
    });
    play.happens({ type: 'attempt-started', task: WARM_UP, background: false, attempt: 2, process: undefined });
    assert.deepEqual(play.region(80, 20, 'so far'), [
      '▸ start  1 of 2 tasks, 1 in the background, 4s',
      '  ▸ warm up  2s, attempt 2 of 3 (exit code 9) │ so far',
      '  • load  3s │ so far',
      'then pre (1), post (1). Ctrl-C cancels and cleans up.',
    ]);
  });

  test('the window has a bar with the time that is left of it', () => {
    const play = inTheWindow();
    play.nowMs += 7_500;
    assert.deepEqual(play.region(60), [
      `▸ window  ${'━'.repeat(8)}${'─'.repeat(26)} 23s left of 30s`,
      '  • load  12s',
      'then post (1). Ctrl-C cancels and cleans up.',
    ]);
    play.nowMs += 100_000;
    assert.match(play.region()[0] ?? '', /^▸ window {2}━+ 0s left of 30s$/);
  });

  test('what is over stays, a stage with its tasks', () => {
    assert.deepEqual(inTheWindow().happens({ type: 'window-ended', startMs: 0, endMs: 30_000 }).told, [
      'shop, run ID, window 30s',
      '✓ pre  3s',
      '  ✓ hello  1s',
      '✓ start  4s',
      '  • load  in the background',
      '  ✓ warm up  1s',
      '✓ window  30s',
    ]);
  });

  test('a background task that fails in the window is told of at once', () => {
    const play = inTheWindow();
    const before = play.told.length;
    play.happens(ended(LOAD, { kind: 'signal', signal: 'SIGSEGV' }, { background: true, passedOver: true }));
    assert.deepEqual(play.told.slice(before), ['  ! load  ended in the background: ended by SIGSEGV, 1s']);
    assert.equal(play.region().length, 2);
    const other = inTheWindow().happens(ended(LOAD, OK, { background: true }));
    assert.equal(other.told.length, before);
  });

  test('says what Ctrl-C has done and what it would do', () => {
    const play = inTheWindow().happens({ type: 'interrupted', interruption: { kind: 'cancelled', cause: 'SIGINT' } });
    assert.ok(play.region().includes('Cancelled: cleaning up. Ctrl-C again gives up post.'));
    assert.ok(!play.region().some((line) => line.includes('Ctrl-C cancels')));
    play.happens({ type: 'clean-up-given-up', cause: 'SIGINT' });
    assert.ok(play.region().includes('post is given up; stopping what still runs'));
  });

  test('nothing is under way when it is over', () => {
    assert.deepEqual(inTheWindow().happens({ type: 'run-ended', interruption: undefined }).region(), []);
  });

  test('takes no more room than there is', () => {
    const play = inTheWindow();
    for (let index = 0; index < 100; index += 1) {
      play.happens(started(taskOf('start', index, `長い ${index}`.repeat(9)), true));
    }
    for (let width = 1; width < 100; width += 7) {
      for (let height = 1; height < 30; height += 3) {
        const lines = play.region(width, height, '日本語 '.repeat(50));
        assert.ok(lines.length <= height && lines.length > 0);
        for (const line of lines) assert.ok(cells(line) <= width, `${line} in ${width}`);
      }
    }
    assert.equal(play.region(80, 10).filter((line) => /and \d+ more in the background/.test(line)).length, 1);
  });

  test('keeps of ten thousand tasks no more than of twenty', () => {
    const play = new Play().happens(BEGIN, begins('pre', 10_000));
    for (let index = 0; index < 10_000; index += 1) {
      const task = taskOf('pre', index, `t${index}`);
      const passedOver = index % 100 === 0;
      play.happens(started(task), ended(task, passedOver ? { kind: 'exit-code', exitCode: 1 } : OK, { passedOver }));
    }
    assert.ok((play.model.current?.recent.length ?? 0) <= 20);
    play.happens(ends('pre'));
    assert.ok(play.told.length < 30);
    assert.equal(play.told.at(-1), '  and 80 more that failed');
  });

  test('terminals without UTF-8 get signs that they can show', () => {
    const settings = [
      { LANG: 'C' },
      {},
      { LC_ALL: 'de_DE.ISO-8859-1', LANG: 'C.UTF-8' },
      { LANG: 'C.UTF-8', TERM: 'linux' },
    ];
    for (const environment of settings) {
      for (const sign of Object.values(symbolsFor(environment)) as string[]) assert.match(sign, /^[ -~]$/);
    }
  });
});
