import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { TEMPLATE_NAMES } from '../../src/cli/templates/names.ts';
import { without } from '../examples/programs.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';
import { call, PROGRAM } from './call.ts';

const NAMES = Object.keys(TEMPLATE_NAMES);

void suite('servo-exec init', () => {
  test('has the templates that were promised', () => {
    assert.deepEqual(NAMES, ['http', 'wrk', 'k6', 'jenkins', 'vpn']);
  });

  for (const name of NAMES) {
    test(`writes a config for ${name} that is commented and right at once`, (t) => {
      const scene = openScene(t);
      const { exitCode, stdout, stderr } = call(scene, ['init', '--template', name]);
      assert.deepEqual([exitCode, stderr], [0, '']);
      assert.match(
        stdout,
        /^config\.yaml: written.*\n[^]*\n {2}servo-exec validate\n {2}servo-exec run --duration 30s\n$/,
      );
      assert.ok(
        scene
          .read('config.yaml')
          .split('\n')
          .filter((line) => line.includes('# ')).length > 8,
      );
      const validated = call(scene, ['validate'], { JENKINS_TOKEN: 'hunter2' });
      assert.deepEqual([validated.exitCode, validated.stderr], [0, '']);
      assert.match(validated.stdout, /config\.yaml: ok\n$/);
      assert.doesNotMatch(scene.read('config.yaml'), /.{150}/, 'a long line');
    });
  }

  test('writes for a load over HTTP, into config.yaml, unless told otherwise', (t) => {
    const scene = openScene(t);
    call(scene, ['init']);
    const { stdout } = call(scene, ['init', "it's mine.yaml", '--template', 'http']);
    assert.equal(scene.read('config.yaml'), scene.read("it's mine.yaml"));
    assert.match(stdout, /\n {2}servo-exec validate 'it'\\''s mine\.yaml'\n/);
  });

  test('never touches a file that is there, nor a link, wherever that leads', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'mine');
    const { exitCode, stdout, stderr } = call(scene, ['init']);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.equal(
      stderr,
      'config.yaml is there already, and is left as it is\n  name another file: servo-exec init FILE\n',
    );
    assert.equal(scene.read('config.yaml'), 'mine');
    symlinkSync('nowhere.yaml', join(scene.folder, 'link.yaml'));
    assert.equal(call(scene, ['init', 'link.yaml']).exitCode, 2);
    assert.ok(lstatSync(join(scene.folder, 'link.yaml')).isSymbolicLink());
    assert.ok(!existsSync(join(scene.folder, 'nowhere.yaml')));
  });

  test('says what is the matter where it cannot write', (t) => {
    const { exitCode, stderr } = call(openScene(t), ['init', 'no/such/folder.yaml']);
    assert.deepEqual([exitCode, stderr], [1, 'no/such/folder.yaml cannot be written: there is no such folder\n']);
  });

  test('knows no other template, and names those it knows', (t) => {
    const { exitCode, stderr } = call(openScene(t), ['init', '--template', 'wkr']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /argument 'wkr' is invalid\. Allowed choices are http, wrk, k6, jenkins, vpn\./);
  });
});

/** Writes the template with other addresses in it, and measures. */
async function measureWith(
  scene: Scene,
  template: string,
  addresses: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  assert.equal(call(scene, ['init', 'written.yaml', '--template', template]).exitCode, 0);
  let config = scene.read('written.yaml');
  for (const [from, to] of Object.entries(addresses)) config = config.replaceAll(from, to);
  scene.file('config.yaml', config);
  const child = spawn(process.execPath, [PROGRAM, 'run', '--duration', '1s'], {
    cwd: scene.folder,
    env: { ...scene.environment, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(exitCode, 0, output);
  return output;
}

void suite('what servo-exec init has written', () => {
  test('http measures with a load generator that has an API', async (t) => {
    const scene = openScene(t);
    const calls: string[] = [];
    const target = await serve(t, (_, response) => response.end('healthy'));
    const generator = await serve(t, (request, response) => {
      void bodyOf(request).then((body) => {
        calls.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
        response.end('served 1000 requests');
      });
    });
    const output = await measureWith(scene, 'http', {
      'http://127.0.0.1:8080': target,
      'http://127.0.0.1:8089': generator,
    });
    assert.match(output, /\| served 1000 requests\n/);
    assert.deepEqual(
      calls.map((line) => line.replace(/"run": "[^"]+"/, '"run": RUN')),
      ['POST /start {"run": RUN, "seconds": 1}', 'GET /figures ', 'POST /stop {}'],
    );
  });

  test('wrk measures with wrk', { skip: without('wrk') }, async (t) => {
    const scene = openScene(t);
    const target = await serve(t, (_, response) => response.end('healthy'));
    const output = await measureWith(scene, 'wrk', { 'http://127.0.0.1:8080': target });
    assert.match(output, /\| Requests\/sec: +\d/);
  });

  test('k6 measures with k6, which gets the length of the window', async (t) => {
    const scene = openScene(t);
    // It takes what k6 takes, and tells what it was given.
    mkdirSync(join(scene.folder, 'bin'));
    scene.file('bin/k6', '#!/bin/sh\necho "k6 $* for $TARGET"\n', 0o755);
    scene.file('load.js', '');
    const target = await serve(t, (_, response) => response.end('healthy'));
    const path = `${join(scene.folder, 'bin')}:${scene.environment['PATH'] ?? ''}`;
    const output = await measureWith(scene, 'k6', { 'http://127.0.0.1:8080': target }, { PATH: path });
    assert.match(output, new RegExp(`\\| k6 run --quiet --no-color --vus 10 --duration 1s load\\.js for ${target}\n`));
  });

  test('jenkins waits for the build of its own, and for its end', async (t) => {
    const scene = openScene(t);
    const jenkins = new Jenkins();
    const server = await serve(t, (request, response) => {
      const { status, body } = jenkins.answer(request.method ?? '', new URL(request.url ?? '', 'http://a'));
      assert.equal(request.headers.authorization, `Basic ${Buffer.from('me:hunter2').toString('base64')}`);
      response.writeHead(status).end(body);
    });
    const addresses = {
      'https://me:${secret:JENKINS_TOKEN}@jenkins.example.com': server.replace('//', '//me:${secret:JENKINS_TOKEN}@'),
    };
    const output = await measureWith(scene, 'jenkins', addresses, { JENKINS_TOKEN: 'hunter2' });
    assert.match(output, /\| the log of the build\n/);
    assert.doesNotMatch(output, /hunter2/);
    assert.deepEqual(jenkins.log, ['started for 1 s', 'stopped']);
  });
});

/** As much of a Jenkins server as the template uses: a path that matches nothing is answered with 404. */
class Jenkins {
  readonly log: string[] = [];
  #run = '';
  readonly #asked = new Set<string>();

  answer(method: string, { pathname, searchParams }: URL): { status: number; body: string } {
    const path = searchParams.get('xpath') ?? '';
    switch (`${method} ${pathname.replace('/job/load-test/', '')}`) {
      case 'POST buildWithParameters':
        this.#run = searchParams.get('RUN') ?? '';
        this.log.push(`started for ${searchParams.get('SECONDS') ?? ''} s`);
        return { status: 201, body: '' };
      case 'GET lastBuild/api/xml':
        return { status: this.#matches(path) ? 200 : 404, body: '<a/>' };
      case 'GET lastBuild/consoleText':
        return { status: 200, body: 'the log of the build' };
      case 'POST lastBuild/stop':
        this.log.push('stopped');
        return { status: 302, body: '' };
      default:
        return { status: 500, body: '' };
    }
  }

  #matches(path: string): boolean {
    // In the queue, and then not done, when it is first asked for.
    const isLate = !this.#asked.has(path) && !path.startsWith('//result');
    this.#asked.add(path);
    return (
      !isLate && [`//parameter[value='${this.#run}']`, "//building[.='false']", "//result[.='SUCCESS']"].includes(path)
    );
  }
}
