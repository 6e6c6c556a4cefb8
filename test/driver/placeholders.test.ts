import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { measure } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';

/** Writes its arguments into the log, one a line. */
const echo = (...words: string[]): object => ({
  exec: ['/bin/sh', '-c', 'printf "%s\\n" "$@" >> log', 'sh', ...words],
});

void suite('placeholders', { concurrency: 4 }, () => {
  test('stand for the facts of the request and the run', async (t) => {
    const { scene } = await measure(t, {
      args: ['shop'],
      env: { TARGET: 'http://x/' },
      config: {
        exec: {
          pre: [
            echo(
              '${control:duration}/${control:warmup}/${control:delay}',
              '${run:app}',
              '<${env:TARGET}>',
              '${run:id}',
            ),
            { shell_exec: 'echo "$SERVO_EXEC_RUN_ID" >> log' },
          ],
        },
      },
      request: { control: { duration: 0.1, warmup: 0.05 } },
    });
    const [control, app, target, id, idAgain] = scene.log();
    assert.deepEqual([control, app, target], ['0.1/0.05/0', 'shop', '<http://x/>']);
    assert.equal(id, idAgain);
  });

  test('stand for the window, in stop and in post', async (t) => {
    const window = echo(
      ...['start', 'end', 'start_ms', 'end_ms', 'start_s', 'end_s'].map((fact) => `\${window:${fact}}`),
    );
    const { scene } = await measure(t, {
      config: { exec: { stop: [window], post: [window] } },
      request: { control: { duration: 0.2 } },
    });
    const [start, end, startMs, endMs, startS, endS, ...again] = scene.log();
    assert.deepEqual(again, [start, end, startMs, endMs, startS, endS]);
    assert.match(startMs ?? '', /^\d{13}$/);
    assert.match(endMs ?? '', /^\d{13}$/);
    assert.equal(Date.parse(start ?? ''), Number(startMs));
    assert.equal(Date.parse(end ?? ''), Number(endMs));
    assert.ok(Math.abs(Number(startS) - Number(startMs) / 1000) <= 1);
    assert.ok(Math.abs(Number(endS) - Number(endMs) / 1000) <= 1);
    assert.ok(Number(endMs) - Number(startMs) >= 195);
  });

  test('are filled in in one pass, and other braces are left alone', async (t) => {
    const { scene } = await measure(t, {
      env: { TRICK: '${run:app} $(exit 1) ${env:TRICK}' },
      config: {
        exec: { pre: [echo('${env:TRICK}', '$${run:app}', '${HOME}', '${other}', '$run', '{run:app}', '${', '$$')] },
      },
    });
    assert.deepEqual(scene.log(), [
      '${run:app} $(exit 1) ${env:TRICK}',
      '${run:app}',
      '${HOME}',
      '${other}',
      '$run',
      '{run:app}',
      '${',
      '$$',
    ]);
  });

  test('work in cwd and in env', async (t) => {
    const scene = openScene(t);
    mkdirSync(join(scene.folder, 'runs-shop'));
    await measure(scene, {
      args: ['shop'],
      config: {
        exec: {
          pre: [
            {
              cwd: 'runs-${run:app}',
              env: { SECONDS: '${control:duration}s' },
              shell_exec: 'echo "$(basename "$PWD") $SECONDS" >> ../log',
            },
          ],
        },
      },
    });
    assert.deepEqual(scene.log(), ['runs-shop 0s']);
  });

  test('work in the url, the headers and the data of a request', async (t) => {
    const seen: string[] = [];
    const url = await serve(t, (request, response) => {
      void bodyOf(request).then((body) => {
        seen.push(`${request.method ?? ''} ${request.url ?? ''}`, String(request.headers['x-app']), body);
        response.end();
      });
    });
    await measure(t, {
      args: ['shop'],
      config: {
        exec: {
          stop: [
            {
              request: {
                method: 'post',
                url: `${url}/\${run:app}?from=\${window:start_ms}&to=\${window:end_ms}`,
                headers: { 'X-App': 'app=${run:app}' },
                data: '{"seconds": ${control:duration}}',
              },
            },
          ],
        },
      },
      request: { control: { duration: 0.1 } },
    });
    assert.match(seen[0] ?? '', /^POST \/shop\?from=\d{13}&to=\d{13}$/);
    assert.deepEqual(seen.slice(1), ['app=shop', '{"seconds": 0.1}']);
  });

  const wrong: [name: string, config: string, place: string][] = [
    ["a window's end in pre", 'exec:\n  pre:\n    - exec: [echo, "${window:end}"]\n', ':3:'],
    ["a window's start in start", 'exec:\n  start:\n    - exec: [echo, "${window:start_ms}"]\n', ':3:'],
    ['a fact of the request that does not exist', 'exec:\n  pre:\n    - exec: [echo, "${control:durations}"]\n', ':3:'],
    ['a fact of the run that does not exist', 'exec:\n  pre:\n    - exec: [echo, "${run:name}"]\n', ':3:'],
    ['a fact of the window that does not exist', 'exec:\n  stop:\n    - exec: [echo, "${window:middle}"]\n', ':3:'],
    ['a variable that is not set', 'exec:\n  pre:\n    - exec: [echo, "${env:NOBODY_SET_THIS}"]\n', ':3:'],
  ];
  for (const [name, config, place] of wrong) {
    test(`${name} is a mistake in the config, with its place`, async (t) => {
      const { answer } = await measure(t, { config });
      assert.equal(answer.reason, 'config-invalid');
      assert.ok(answer.message.includes(`config.yaml${place}`), answer.message);
    });
  }
});
