import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { onlyRun, runPath } from '../support/journal.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { servoExec } from '../support/state.ts';
import { says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { runOf, runUnderWay } from '../cli/support.ts';
import { HOSTILE, reportText } from './support.ts';

/** What a reader gets to see, more or less. */
function textOf(page: string): string {
  const [, body = ''] = /<body>([^]*)<script>/.exec(page) ?? [];
  return body
    .replaceAll(/<title>[^<]*<\/title>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');
}

void suite('the page', { concurrency: 2 }, () => {
  test('tells the outcome, each task with attempts, exit codes, HTTP statuses, times, the end of its output, the config and the machine', async (t) => {
    const scene = openScene(t);
    let asked = 0;
    const url = await serve(t, (_, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 200).end('the body');
    });
    const runId = await runOf(scene, {
      pre: [{ name: 'target is healthy', request: { url }, retries: 5 }],
      start: [
        { name: 'load', async: true, shell_exec: 'exec sleep 600' },
        { name: 'vpn', shell_exec: 'echo no route >&2; exit 7' },
        { name: 'never', ...says('never') },
      ],
    });
    const page = reportText(scene, 'html');
    const text = textOf(page);
    for (const told of [
      / shop ✕ failed: failed It failed in start task "vpn": exit code 7\. /,
      new RegExp(` Run ${runId} `),
      / Window not reached, [\d.]+m?s asked for /,
      / ✕ 1 failed ■ 1 stopped ✓ 1 ok – 1 not run /,
      / Answer task-failed, exit code 1 /,
      / ✓ ok: target is healthy pre\[0\] HTTP status 200 [\d.]+m?s 3 attempts /,
      / 1 to 2 \+[\d.]+m?s [\d.]+m?s ✕ failed: HTTP status 503, expected 200-399 3 \+\S+ \S+ ✓ ok: HTTP status 200 /,
      / body of the answer the body /,
      / ■ stopped: load start\[0\] stopped /,
      / ✕ failed: vpn start\[1\] exit code 7 /,
      / standard error no route /,
      / – not run: never start\[2\] not run /,
      / Config [^ ]+\/config\.yaml, section exec, run in /,
      / success_codes: - 200-399 /,
      / Processors \d+ × /,
    ]) {
      assert.match(text, told);
    }
    // What failed is open, and nothing else is.
    assert.equal(page.match(/<details open>/g)?.length, 1);
    assert.match(page, /<a href="file:\/\/\/[^"]*\/output\/start-1-vpn\.stderr">standard error<\/a>/);
  });

  test('marks the window on the time line, and gives each background task a lane', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { start: [{ name: 'load', async: true, shell_exec: 'exec sleep 600' }, says('x')] });
    const page = reportText(scene, 'html');
    const [, line = ''] = /<figure class="time-line">([^]*?)<\/figure>/.exec(page) ?? [];
    assert.equal(line.match(/<div class="row">/g)?.length, 2);
    assert.equal(line.match(/<rect\s+class="window"/g)?.length, 2);
    assert.match(line, /<rect\s+class="stage window"/);
    assert.match(line, /<a href="#start\[0\]">start\[0\] load<\/a>/);
    assert.match(textOf(page), / shop ✓ ok: ok Every stage ran to its end\. /);
  });

  test('has no secret in it, and names it in the config', async (t) => {
    const scene = openScene(t);
    const env = { ...scene.environment, TOKEN: 'tr0ub4dor-and-3' };
    const driver = startDriver(scene, {
      env,
      config: {
        exec: {
          pre: [{ exec: ['echo', 'the token is ${secret:TOKEN}'] }],
          start: [{ request: { url: 'http://user:pa55word@127.0.0.1:1/' }, ignore_exitcode: true }],
        },
      },
    });
    await driver.finished();
    const page = reportText(scene, 'html');
    assert.doesNotMatch(page, /tr0ub4dor|pa55word/);
    assert.match(textOf(page), /the token is \$\{secret:TOKEN\} /);
    assert.match(textOf(page), / standard output the token is \*\*\* /);
  });

  test('shows text from outside as text, control characters included', async (t) => {
    const scene = openScene(t);
    const url = await serve(t, (_, response) => response.writeHead(200).end(HOSTILE));
    await runOf(
      scene,
      {
        pre: [
          { name: HOSTILE, exec: ['echo', HOSTILE] },
          { request: { url: `${url}/?<script>` } },
          { shell_exec: "printf '\\033[31mred\\033[0m a\\000\\001\\177b'" },
        ],
      },
      HOSTILE,
    );
    const page = reportText(scene, 'html');
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.equal(page.match(/<\/script/g)?.length, 1);
    assert.doesNotMatch(page, /<img|[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    assert.match(page, /<pre>red a␀␁␡b<\/pre>/);
  });
});

void suite('the page is true', { concurrency: 2 }, () => {
  test('of a run that was cancelled', async (t) => {
    const scene = openScene(t);
    const { driver } = await runUnderWay(scene);
    driver.signal('SIGTERM');
    await driver.finished();
    const text = textOf(reportText(scene, 'html'));
    assert.match(text, / shop ■ stopped: cancelled It was cancelled: [^.]*SIGTERM[^.]*\. /);
    assert.match(text, / ■ stopped: busy start\[0\] stopped /);
  });

  test('of one that a background task or a probe has ended', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const load = { name: 'load', async: true, if_exits: 'fail', shell_exec: 'read -r order < gate; exit 9' };
    const driver = startDriver(scene, { config: { exec: { start: [load] } }, request: { control: { duration: 60 } } });
    await open();
    await driver.finished();
    const died = textOf(reportText(scene, 'html'));
    assert.match(died, / It failed (?:before|\S+ into) the window, since start task "load" has ended: exit code 9\. /);
    const other = openScene(t);
    const probe = { name: 'target is up', exec: ['false'], interval: '20ms', failure_threshold: 2 };
    await startDriver(other, {
      config: { exec: { probes: [probe] } },
      request: { control: { duration: 60 } },
    }).finished();
    const failed = textOf(reportText(other, 'html'));
    assert.match(
      failed,
      / into the window, since window task "target is up" has failed 2 times in a row: exit code 1\. /,
    );
    assert.match(failed, / ✕ failed: target is up window\[0\] exit code 1 /);
  });

  test('of one under way, of one that is dead, and of one that was cleaned up after', async (t) => {
    const scene = openScene(t);
    const { driver, runId } = await runUnderWay(scene);
    await waitFor('its lines', () => textOf(reportText(scene, 'html')).includes('busy start[0] running'));
    const running = textOf(reportText(scene, 'html'));
    assert.match(running, / shop ▶ running: running It is not over: .* Took \S+ so far .* Made 2/);
    await killDriverAndGuard(driver);
    const dead = textOf(reportText(scene, 'html', runId));
    assert.match(dead, / shop ✕ failed: dead Its driver has died, and nobody has cleaned up after it yet/);
    assert.match(dead, / \? end not seen: busy start\[0\] its end was not seen, it may still run /);
    servoExec(scene, 'recover');
    const died = textOf(reportText(scene, 'html', runId));
    assert.match(died, / shop ✕ failed: died The driver died in stage start\. `servo-exec recover` cleaned up\. /);
    assert.match(died, / Clean-up after the driver The driver was last seen .* stopped start task "busy" /);
    assert.match(died, / ■ stopped: busy start\[0\] stopped in the clean-up /);
  });

  test('of one without a result', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, { pre: [says('x')] });
    rmSync(runPath(scene, runId, 'result.json'));
    assert.match(textOf(reportText(scene, 'html')), / shop \? end not seen: unknown How it ended is not known/);
  });

  test('of what a task printed whose end nobody saw', async (t) => {
    const scene = openScene(t);
    const driver = startDriver(scene, {
      config: { exec: { start: [{ name: 'load', shell_exec: 'echo last words; echo ready >> log; exec sleep 600' }] } },
    });
    await scene.logged('ready');
    await waitFor('its words', () => servoExec(scene, 'logs', 'latest').stdout.includes('last words'));
    await killDriverAndGuard(driver);
    servoExec(scene, 'recover');
    assert.match(textOf(reportText(scene, 'html', onlyRun(scene))), / standard output last words /);
  });
});
