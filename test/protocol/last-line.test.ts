import assert from 'node:assert/strict';
import { closeSync, writeSync } from 'node:fs';
import { suite, test } from 'node:test';
import { systemClock } from '../../src/clock.ts';
import { LineWriter } from '../../src/driver/line-writer.ts';
import { ProgressLines } from '../../src/driver/progress.ts';
import { makePipes, readerOf, type Pipe } from '../support/pipe.ts';
import { openScene, type TestLife } from '../support/scene.ts';
import { waitFor } from '../support/wait.ts';

function onePipe(t: TestLife): Pipe {
  const [pipe] = makePipes(openScene(t).folder, 1);
  assert.ok(pipe !== undefined);
  return pipe;
}

void suite('the last line, for a reader that is late', () => {
  test('is not dropped, and nothing comes behind it', async (t) => {
    const pipe = onePipe(t);
    const writer = new LineWriter(pipe.writeEnd);
    const send = (name: string): void => {
      for (let i = 0; i < 40; i += 1) writer.send(JSON.stringify({ name, text: 'x'.repeat(60_000) }));
    };
    send('before');
    const finished = writer.finish('"the answer"');
    send('behind');
    const reader = readerOf(pipe);
    reader.listen();
    assert.equal(await finished, true);
    const lines = await waitFor('the last line', () => {
      const text = reader.text();
      return text.endsWith('"the answer"\n') && text.trimEnd().split('\n');
    });
    assert.ok(lines.slice(0, -1).every((line) => line.startsWith('{"name":"before"')));
    // What does not fit is dropped from the front, but for the line that is half written.
    assert.ok(lines.length < 40);
    reader.hangUp();
    closeSync(pipe.writeEnd);
  });

  test('is not followed by progress that somebody still tells', async (t) => {
    const pipe = onePipe(t);
    const writer = new LineWriter(pipe.writeEnd);
    const progress = new ProgressLines(writer, systemClock);
    progress.tell(1, 'first');
    progress.stop();
    progress.tell(2, 'second');
    assert.equal(await writer.finish('{}'), true);
    writeSync(pipe.writeEnd, 'end\n');
    const reader = readerOf(pipe);
    reader.listen();
    const text = await waitFor('the end', () => reader.text().endsWith('end\n') && reader.text());
    assert.equal(text, '{"progress":1,"message":"first"}\n{}\nend\n');
    reader.hangUp();
    closeSync(pipe.writeEnd);
  });
});
