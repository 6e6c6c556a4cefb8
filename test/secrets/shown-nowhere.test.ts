import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { measure, startDriver, type Outcome } from '../support/driver.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';

/** Each holds this word, by which it is found in every encoding but base64 and one of every single byte. */
const CANARY = 'cAnArY';
const TOKEN = `${CANARY}-token "/+\\ö`;
const LINES = [`${CANARY}-line one {`, `${CANARY}-line two`];
const PASSWORD = `${CANARY}-password`;
const CREDENTIALS = Buffer.from(`me:${PASSWORD}`).toString('base64');

/** Prints the secrets of its environment, three bytes at a time, in every form, on both streams. */
const PRINTS = `
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
const { TOKEN, LINES } = process.env;
const encoded = encodeURIComponent(TOKEN);
const hex = [...Buffer.from(TOKEN)].map((byte) => '%' + byte.toString(16).padStart(2, '0')).join('');
const lower = encoded.replaceAll(/%../g, (escape) => escape.toLowerCase());
const form = new URLSearchParams([['', TOKEN]]).toString();
const all = [TOKEN, encoded, hex, lower, form, JSON.stringify({ TOKEN }), LINES, JSON.stringify(LINES), encodeURIComponent(LINES)];
for (const fd of [1, 2]) {
  const bytes = Buffer.from(all.join('\\n') + '\\nend of ' + fd + '\\n');
  for (let at = 0; at < bytes.length; at += 3) {
    writeSync(fd, bytes.subarray(at, at + 3));
    await turn();
  }
}
process.exit(Number(process.argv[2] ?? 0));
`;

interface Stage {
  readonly scene: Scene;
  readonly env: Readonly<Record<string, string>>;
  /** What a task's \`env\` needs for \`PRINTS\`. */
  readonly secrets: Readonly<Record<string, string>>;
}

function stage(t: TestLife): Stage {
  const scene = openScene(t);
  const file = scene.file('secret-file', `${LINES.join('\n')}\n`);
  scene.file('prints.mjs', PRINTS);
  // By another name than the task's, since a task has the driver's environment, too.
  const secrets = { TOKEN: '${secret:THE_TOKEN}', LINES: `\${secret_file:${file}}` };
  return { scene, env: { THE_TOKEN: TOKEN }, secrets };
}

function isClean(text: string, where: string): void {
  const found = new RegExp(`.{0,80}(?:${CANARY}|${CREDENTIALS}|%63%41%6e%41%72%59).{0,80}`, 'i').exec(text);
  assert.equal(found, null, `${where} shows a secret: ${found?.[0] ?? ''}`);
}

/** What the test wrote itself, and the system's pipes. */
const OWN_FILES = ['config.yaml', 'secret-file', 'prints.mjs'];

/** The driver's output, and whatever it or a task of ours left in the folder. */
function showsNoSecret({ scene }: Stage, { stdout, stderr }: Outcome): void {
  isClean(stdout, 'standard output');
  isClean(stderr, 'standard error');
  for (const name of readdirSync(scene.folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(scene.folder, name);
    if (OWN_FILES.includes(name) || !statSync(path).isFile()) continue;
    isClean(`${name}\n${readFileSync(path, 'latin1')}`, name);
  }
}

function messagesOf({ progress }: Outcome): string {
  return progress.map(({ message }) => message ?? '').join('\n');
}

void suite('a secret is shown nowhere', { concurrency: 2 }, () => {
  test('when tasks print it and fail', async (t) => {
    const s = stage(t);
    const print = { env: s.secrets, notify: true, retries: 1 };
    const outcome = await measure(s.scene, {
      env: s.env,
      config: {
        exec: {
          pre: [
            { ...print, exec: ['node', 'prints.mjs', '3'], ignore_exitcode: true },
            { exec: ['/no/such/${secret:THE_TOKEN}'], ignore_exitcode: true },
            { exec: ['true'], cwd: '/no/such/${secret:THE_TOKEN}', ignore_exitcode: true },
          ],
          start: [{ ...print, exec: ['node', 'prints.mjs', '4', '${secret:THE_TOKEN}'] }],
          post: [{ ...print, shell_exec: 'node prints.mjs 5' }],
        },
      },
    });
    showsNoSecret(s, outcome);
    assert.match(outcome.answer.message, /exit code 4[^]*\*\*\*[^]*end of 2/);
    assert.equal(messagesOf(outcome).match(/\*\*\*\n\*\*\*\n\*\*\*\n[^]*?end of 1/g)?.length, 6);
    assert.match(outcome.answer.message, /cannot start "\/no\/such\/\*\*\*"/);
  });

  test('when a server echoes it, and when none answers', async (t) => {
    const s = stage(t);
    const url = await serve(t, (request, response) => {
      void bodyOf(request).then(async (body) => {
        const { headers } = request;
        const seen = JSON.stringify({
          url: request.url,
          decoded: decodeURIComponent(request.url ?? ''),
          headers,
          body,
        });
        response.writeHead(request.url?.startsWith('/fail') === true ? 500 : 200);
        const bytes = Buffer.from(`${seen}\n${body}\n`);
        for (let at = 0; at < bytes.length; at += 50) {
          await new Promise((written) => response.write(bytes.subarray(at, at + 50), written));
        }
        response.end('the end');
      });
    });
    const request = (base: string, path: string): object => ({
      notify: true,
      ignore_exitcode: true,
      request: {
        method: 'POST',
        url: `${base.replace('://', `://me:${PASSWORD}@`)}/${path}/\${secret:THE_TOKEN}?q=\${secret:THE_TOKEN}`,
        headers: { 'x-token': '${secret:THE_TOKEN}' },
        data: `{"lines": "${s.secrets['LINES'] ?? ''}"}`,
      },
    });
    const outcome = await measure(s.scene, {
      env: s.env,
      config: {
        exec: {
          pre: [request(url, 'good'), request('http://127.0.0.1:1', 'refused')],
          start: [{ ...request(url, 'fail'), ignore_exitcode: false }],
        },
      },
    });
    showsNoSecret(s, outcome);
    assert.match(messagesOf(outcome), /"authorization":"Basic \*\*\*"/);
    assert.match(messagesOf(outcome), /"x-token":"\*\*\*"/);
    assert.match(messagesOf(outcome), /\{"lines": "\*\*\*\n\*\*\*"\}\nthe end/);
    assert.match(outcome.answer.message, /HTTP status 500[^]*the end/);
    assert.match(outcome.answer.message, /POST http:\/\/127\.0\.0\.1:1\/refused\/\*\*\*[^]*connection refused/);
  });

  test('while a background task prints it piece by piece', async (t) => {
    const s = stage(t);
    const open = s.scene.gate('go-on');
    const driver = startDriver(s.scene, {
      env: s.env,
      config: {
        exec: {
          start: [
            {
              async: true,
              notify: true,
              env: s.secrets,
              shell_exec:
                'printf "begin %.12s" "$TOKEN"; read -r order < go-on; printf "%s end" "${TOKEN#????????????}"; exec sleep 600',
            },
          ],
        },
      },
      request: { control: { duration: 600 } },
    });
    await driver.told(/begin $/);
    await open();
    await driver.told(/\*\*\* end/);
    driver.signal('SIGTERM');
    showsNoSecret(s, await driver.finished());
  });

  test('in the arguments of any process', async (t) => {
    const s = stage(t);
    const open = s.scene.gate('go-on');
    const driver = startDriver(s.scene, {
      env: s.env,
      config: {
        exec: { pre: [{ env: s.secrets, shell_exec: 'echo "waits" >> log; read -r order < go-on; test -n "$TOKEN"' }] },
      },
    });
    await s.scene.logged('waits');
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      isClean(argumentsOf(pid), `process ${pid}`);
    }
    await open();
    const outcome = await driver.finished();
    assert.equal(outcome.answer.status, 'ok');
    showsNoSecret(s, outcome);
  });

  test('though its like stands in the words of the driver', async (t) => {
    const { answer, progress } = await measure(t, {
      env: { WORDS: 'stage-started\ntask-output\npost\nprinted' },
      config: {
        exec: {
          post: [
            { name: 'words', notify: true, env: { WORDS: '${secret:WORDS}' }, shell_exec: 'echo "they are $WORDS"' },
          ],
        },
      },
    });
    assert.equal(answer.status, 'ok');
    const told = progress.map(({ message }) => message);
    assert.ok(told.includes('post: 1 task'), String(told));
    assert.ok(told.includes('post task "words":\nthey are ***\n***\n***\n***\n'), String(told));
  });
});

void suite('a secret', { concurrency: 2 }, () => {
  test('is what a task gets, as it is', async (t) => {
    const s = stage(t);
    await measure(s.scene, {
      env: s.env,
      config: { exec: { pre: [{ env: s.secrets, shell_exec: 'printf "%s|%s" "$TOKEN" "$LINES" > secret-file' }] } },
    });
    assert.equal(s.scene.read('secret-file'), `${TOKEN}|${LINES.join('\n')}`);
  });

  test('in a header does not follow a redirect to another origin', async (t) => {
    const seen: unknown[] = [];
    const away = await serve(t, ({ headers }, response) => {
      seen.push([headers['x-token'], headers['x-plain']]);
      response.end();
    });
    const home = await serve(t, ({ headers }, response) => {
      seen.push([headers['x-token'], headers['x-plain']]);
      response.writeHead(307, { location: away }).end();
    });
    const { answer } = await measure(t, {
      env: { THE_TOKEN: 'cAnArY-4711' },
      config: {
        exec: { pre: [{ request: { url: home, headers: { 'X-Token': 'key ${secret:THE_TOKEN}', 'X-Plain': 'p' } } }] },
      },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(seen, [
      ['key cAnArY-4711', 'p'],
      [undefined, 'p'],
    ]);
  });

  test('that is missing is a mistake in the config, with its place, and nothing runs', async (t) => {
    const config =
      "exec:\n  pre: [{ shell_exec: 'echo ran >> log' }]\n  post:\n    - { exec: a, cwd: '${secret:NOBODY_SET_THIS}' }\n";
    const { answer, scene } = await measure(t, { config });
    assert.equal(answer.reason, 'config-invalid');
    assert.match(answer.message, /config\.yaml:4:\d+: the environment variable `NOBODY_SET_THIS`/);
    assert.deepEqual(scene.log(), []);
  });

  test('that is too short to be hidden is told as a remark, and so is one in the arguments', async (t) => {
    const config = { exec: { pre: [{ exec: ['true', '${secret:PIN}'] }] } };
    const { answer } = await measure(t, { env: { PIN: '123' }, config });
    assert.match(JSON.stringify(answer.annotations['exec.remarks']), /too short to be hidden[^]*list of processes/);
    assert.doesNotMatch(JSON.stringify(answer), /123/);
  });
});

test('a config that everybody may write is told as a remark', async (t) => {
  const scene = openScene(t);
  chmodSync(scene.file('config.yaml', "exec: { pre: [{ exec: 'true' }] }"), 0o666);
  const { answer } = await measure(scene);
  assert.match(String(answer.annotations['exec.remarks']), /config\.yaml: warning: every user .* may write this file/);
});

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // ended in the meantime
  }
}
