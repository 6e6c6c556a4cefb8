import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver, type Outcome } from '../support/driver.ts';
import type { TestLife } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';
import { ROOT } from './programs.ts';

interface Annotation {
  readonly time: number;
  readonly timeEnd: number;
  readonly tags: readonly string[];
  readonly text: string;
}

/** A Grafana as far as annotations go, that takes what its documentation says it takes. */
async function measure(t: TestLife, token: string): Promise<{ taken: Annotation[]; outcome: Outcome }> {
  const taken: Annotation[] = [];
  const url = await serve(t, (request, response) => {
    void bodyOf(request).then((body) => {
      const isRight = `${request.method ?? ''} ${request.url ?? ''}` === 'POST /api/annotations';
      const isJson = request.headers['content-type'] === 'application/json';
      const mayWrite = request.headers.authorization === 'Bearer t0ken';
      if (!isRight || !isJson || !mayWrite) {
        response.writeHead(mayWrite ? 400 : 401).end();
        return;
      }
      taken.push(JSON.parse(body) as Annotation);
      response.writeHead(200).end('{"message": "Annotation added", "id": 1}');
    });
  });
  const outcome = await startDriver(t, {
    args: ['--config', join(ROOT, 'examples/grafana/config.yaml'), 'shop'],
    env: { GRAFANA_URL: url, GRAFANA_TOKEN: token },
    request: { control: { duration: 0.3 } },
  }).finished(40_000);
  return { taken, outcome };
}

void suite('an annotation in Grafana', () => {
  test('is the window, in milliseconds since 1970, with the id of the run', async (t) => {
    const began = Date.now();
    const { taken, outcome } = await measure(t, 't0ken');
    assert.equal(outcome.answer.status, 'ok');
    const [annotation, ...others] = taken;
    assert.ok(annotation);
    assert.deepEqual(others, []);
    assert.ok(annotation.time >= began && annotation.timeEnd <= Date.now());
    assert.ok(annotation.timeEnd - annotation.time >= 299);
    assert.deepEqual(annotation.tags, ['servo-exec', 'shop']);
    assert.match(annotation.text, /^measurement \d{8}-\d{6}-\w+$/);
  });

  test('that Grafana refuses is told, and the measurement stands', async (t) => {
    const { taken, outcome } = await measure(t, 'wrong');
    assert.deepEqual([outcome.answer.status, taken], ['ok', []]);
    assert.match(JSON.stringify(outcome.answer), /annotate the window.*401/);
    assert.doesNotMatch(JSON.stringify(outcome.answer), /wrong/);
  });
});
