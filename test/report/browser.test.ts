import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { runOf } from '../cli/support.ts';
import { launchChromium, openPage, skipChromium, type OpenedPage } from '../support/chromium.ts';
import { openScene, type TestLife } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { HOSTILE, multiply, reportFile } from './support.ts';

/** A bit of everything. */
const TASKS = {
  pre: [
    { name: 'ready', shell_exec: 'test -e there || { touch there; exit 1; }', retries: 1 },
    { name: 'passed over', exec: ['false'], ignore_exitcode: true },
  ],
  start: [
    { name: 'load', async: true, shell_exec: 'echo load; exec sleep 600' },
    { name: 'vpn', shell_exec: 'echo no route; exit 7' },
    { name: 'never', exec: ['true'] },
  ],
};

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    'axe.run().then(({ violations }) => violations)',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const names = (page: Page): Promise<string[]> => page.locator('ol.tasks > li:visible .name').allInnerTexts();

void suite('the page in a browser', { skip: skipChromium, concurrency: 1 }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());

  async function openReport(t: TestLife): Promise<OpenedPage> {
    const scene = openScene(t);
    await runOf(scene, TASKS);
    return openPage(browser, reportFile(scene, 'html'));
  }

  test('asks for nothing and complains of nothing, from a file and from a server', async (t) => {
    const scene = openScene(t);
    await runOf(scene, TASKS);
    const file = reportFile(scene, 'html');
    const asked: (string | undefined)[] = [];
    const url = await serve(t, (request, response) => {
      asked.push(request.url);
      response.writeHead(200, { 'content-type': 'text/html' }).end(readFileSync(file));
    });
    for (const target of [file, url]) {
      const { page, requests, complaints } = await openPage(browser, target);
      for (const button of await page.locator('button').all()) await button.click();
      assert.deepEqual(complaints, []);
      // The second is its icon, which stands in the page.
      assert.deepEqual(
        requests.filter((request) => request !== 'data:,').map((request) => request === page.url()),
        [true],
      );
      await page.close();
    }
    assert.deepEqual(asked, ['/']);
  });

  test('chooses tasks by name and by how they ended, and opens and closes them', async (t) => {
    const { page } = await openReport(t);
    assert.deepEqual(await names(page), [
      'ready pre[0]',
      'passed over pre[1]',
      'load start[0]',
      'vpn start[1]',
      'never start[2]',
    ]);
    await page.getByLabel('Name').fill('READ');
    await page.getByRole('status').filter({ hasText: '1 of 5 tasks' }).waitFor();
    assert.deepEqual(await names(page), ['ready pre[0]']);
    await page.getByLabel('Name').fill('');
    await page.getByRole('status').filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^✕?failed 1$/ }).click();
    await page.getByRole('button', { name: /not run/ }).click();
    assert.deepEqual(await names(page), ['vpn start[1]', 'never start[2]']);
    assert.equal(await page.locator('section.stage:visible h3').count(), 1);
    await page.getByRole('button', { name: 'Close all' }).click();
    assert.equal(await page.locator('ol.tasks details[open]').count(), 0);
    await page.getByRole('button', { name: 'Open all' }).click();
    assert.equal(await page.locator('ol.tasks details[open]').count(), 2);
    await page.close();
  });

  test('leads from the time line and from links to a task, also one that is not shown', async (t) => {
    const { page } = await openReport(t);
    await page.getByRole('button', { name: /not run/ }).click();
    await page.locator('.time-line rect[data-to="start[0]"]').click();
    assert.equal(await page.locator('.inside[id="start[0]"]').isVisible(), true);
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.getByRole('link', { name: 'What it printed' }).click();
    await page.locator('.inside[id="start[1]"]').waitFor();
    assert.match(await page.locator('.inside[id="start[1]"]').innerText(), /no route/);
    await page.close();
  });

  test('is used by keyboard alone', async (t) => {
    const { page } = await openReport(t);
    const focused = (): Promise<string> =>
      page.evaluate<string>("document.activeElement.closest('summary, a, button, input')?.textContent ?? ''");
    for (let i = 0; i < 40 && !(await focused()).includes('passed over pre[1]'); i += 1)
      await page.keyboard.press('Tab');
    assert.match(await focused(), /passed over pre\[1\]/);
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.inside[id="pre[1]"]').isVisible(), true);
    await page.close();
  });

  test('has names for those who hear it, and contrast, in light, dark, and narrow', async (t) => {
    const scene = openScene(t);
    await runOf(scene, TASKS);
    const file = reportFile(scene, 'html');
    for (const options of [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { viewport: { width: 400, height: 800 } },
    ] as const) {
      const { page } = await openPage(browser, file, options);
      await page.getByRole('button', { name: 'Open all' }).click();
      assert.deepEqual(await violations(page), [], JSON.stringify(options));
      const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      assert.ok(width <= 0, `${width} pixels too wide`);
      await page.close();
    }
  });

  test('reads well without scripts: all is there, and a link opens its task', async (t) => {
    const scene = openScene(t);
    await runOf(scene, TASKS);
    const { page, complaints } = await openPage(browser, reportFile(scene, 'html'), { javaScriptEnabled: false });
    assert.equal(await page.locator('ol.tasks > li').count(), 5);
    assert.equal(await page.locator('.toolbar').isVisible(), false);
    await page.locator('.time-line a').filter({ hasText: 'load' }).click();
    await page.locator('.inside[id="start[0]"]').waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('can be printed, with the config and without the buttons', async (t) => {
    const { page } = await openReport(t);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.toolbar').isVisible(), false);
    assert.ok((await page.pdf()).length > 10_000);
    await page.close();
  });

  test('shows what looks like markup as text', async (t) => {
    const scene = openScene(t);
    const url = await serve(t, (_, response) => response.writeHead(200).end(HOSTILE));
    const tasks = [{ name: HOSTILE, exec: ['echo', HOSTILE] }, { request: { url: `${url}/?<script>` } }];
    await runOf(scene, { pre: tasks }, HOSTILE);
    const { page, complaints } = await openPage(browser, reportFile(scene, 'html'));
    await page.getByRole('button', { name: 'Open all' }).click();
    assert.match(await page.title(), /^<\/title>.*: ok, run /);
    assert.ok((await page.locator('h1').innerText()).startsWith(HOSTILE));
    assert.deepEqual(await names(page), [`${HOSTILE} pre[0]`, 'pre[1]']);
    assert.deepEqual(await page.locator('.printed pre').allInnerTexts(), [HOSTILE, HOSTILE]);
    assert.match(await page.locator('.does').nth(1).innerText(), /\/\?<script>$/);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.locator('script').count(), 1);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('stays usable with thousands of tasks', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, { pre: [{ name: 'check', exec: ['echo', 'x'.repeat(1000)] }] });
    multiply(scene, runId, 5000);
    const file = reportFile(scene, 'html');
    const bytes = readFileSync(file).length;
    assert.ok(bytes < 8 * 2 ** 20, `${bytes} bytes`);
    const { page, complaints } = await openPage(browser, file);
    assert.equal(await page.locator('ol.tasks > li').count(), 5000);
    const bars = await page.locator('.time-line rect').count();
    assert.ok(bars < 1000, `${bars} bars`);
    await page.getByLabel('Name').fill('check 4321');
    await page.getByRole('status').filter({ hasText: '1 of 5000 tasks' }).waitFor();
    await page.locator('ol.tasks > li:visible summary').click();
    assert.equal(await page.locator('.inside[id="pre[4321]"]').isVisible(), true);
    assert.deepEqual(complaints, []);
    await page.close();
  });
});
