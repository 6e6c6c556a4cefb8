import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { RunEvent } from '../../src/events.ts';
import { EventBuffer, MOST_CHARACTERS, MOST_EVENTS, type MeasurementEvent } from '../../src/library/event-buffer.ts';

function event(at: number): RunEvent {
  return { type: 'stage-ended', stage: 'pre', at };
}

function output(at: number, text: string): RunEvent {
  const task = { stage: 'pre', index: 0, label: 'pre[0]' } as const;
  return { type: 'task-output', task, attempt: 1, output: { stream: 'all', text, omittedBytes: 0 }, at };
}

async function all(buffer: EventBuffer): Promise<MeasurementEvent[]> {
  const events: MeasurementEvent[] = [];
  for await (const event of buffer) events.push(event);
  return events;
}

void suite('the events of a measurement', () => {
  test('are kept for a reader who comes late, and end', async () => {
    const buffer = new EventBuffer();
    buffer.report(event(1));
    buffer.report(event(2));
    buffer.end();
    buffer.report(event(3));
    assert.deepEqual(await all(buffer), [event(1), event(2)]);
  });

  test('come to a reader who waits, each once, in order', async () => {
    const buffer = new EventBuffer();
    const reader = buffer[Symbol.asyncIterator]();
    const both = [reader.next(), reader.next()];
    buffer.report(event(1));
    buffer.report(event(2));
    assert.deepEqual(
      (await Promise.all(both)).map(({ value }) => value),
      [event(1), event(2)],
    );
    const last = reader.next();
    buffer.end();
    assert.deepEqual(await last, { done: true, value: undefined });
  });

  test('beyond so many, the oldest go, and the reader is told how many', async () => {
    const buffer = new EventBuffer();
    for (let at = 1; at <= MOST_EVENTS + 5; at += 1) buffer.report(event(at));
    buffer.end();
    const events = await all(buffer);
    assert.deepEqual(events.slice(0, 2), [{ type: 'events-lost', events: 5, at: 5 }, event(6)]);
    assert.equal(events.length, MOST_EVENTS + 1);
  });

  test('beyond so much text, the same', async () => {
    const buffer = new EventBuffer();
    const text = 'x'.repeat(MOST_CHARACTERS / 4);
    for (let at = 1; at <= 6; at += 1) buffer.report(output(at, text));
    buffer.end();
    const [lost, ...others] = await all(buffer);
    assert.deepEqual(lost, { type: 'events-lost', events: 3, at: 3 });
    assert.equal(others.length, 3);
  });

  test('are told to be lost where they were, and once', async () => {
    const buffer = new EventBuffer();
    for (let at = 1; at <= MOST_EVENTS + 1; at += 1) buffer.report(event(at));
    const reader = buffer[Symbol.asyncIterator]();
    assert.equal((await reader.next()).value?.type, 'events-lost');
    assert.deepEqual((await reader.next()).value, event(2));
    buffer.report(event(MOST_EVENTS + 2));
    assert.deepEqual((await reader.next()).value, event(3));
  });

  test('are copies, which a reader may change', async () => {
    const buffer = new EventBuffer();
    const ours = output(1, 'text');
    buffer.report(ours);
    buffer.end();
    const [theirs] = await all(buffer);
    assert.ok(theirs?.type === 'task-output');
    Object.assign(theirs.output, { text: 'changed' });
    assert.deepEqual(ours, output(1, 'text'));
  });

  test('are not kept for a reader who has left', async () => {
    const buffer = new EventBuffer();
    buffer.report(event(1));
    buffer.report(event(2));
    const seen: MeasurementEvent[] = [];
    for await (const event of buffer) if (seen.push(event) === 1) break;
    assert.deepEqual(seen, [event(1)]);
    buffer.report(event(3));
    assert.throws(() => buffer[Symbol.asyncIterator](), /can be read once/);
  });
});
