import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeholderFacts } from '../../src/tasks/facts.ts';
import { createPlanMasker } from '../../src/tasks/plan-masker.ts';
import type { Masker } from '../../src/text/mask.ts';
import { check } from '../config/support.ts';

function maskerOf(tasks: readonly object[], environment: Readonly<Record<string, string>> = {}): Masker {
  const checked = check(JSON.stringify({ exec: { pre: tasks } }), { environment });
  assert.ok(checked.ok);
  const { plan, secrets } = checked;
  const facts = { runId: 'r', app: 'shop', durationSeconds: 1, warmupSeconds: 0, delaySeconds: 0 };
  const lookUp = placeholderFacts({ ...facts, runDir: () => undefined, window: () => undefined }, environment, secrets);
  return createPlanMasker(plan, secrets, lookUp, environment);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

test('passwords of URLs are hidden, whatever text they stand in', () => {
  const masker = maskerOf([
    {
      request: {
        url: 'http://u:in-url@a/',
        headers: { x: 'see http://u:in-header@a' },
        data: '{"a":"http://u:in-data@a","b":"c@d"}',
      },
    },
    { exec: ['a', '--from=ftp://u:in-exec@a'], env: { A: 'postgres://u:in-env@a/b' } },
    { shell_exec: "curl 'http://u:in-shell@a'; mail b@c" },
  ]);
  for (const place of ['url', 'header', 'data', 'exec', 'env', 'shell']) {
    assert.equal(masker.text(`<in-${place}>`), '<***>', place);
  }
});

test('a password is hidden as it is used, also where the URL has it percent-encoded', () => {
  const masker = maskerOf([{ request: { url: 'http://me:p%40ss%2Fword@a/' } }]);
  assert.equal(masker.text('p@ss/word p%40ss/word p%40ss%2fword'), '*** *** ***');
  assert.equal(masker.text(`Basic ${base64('me:p@ss/word')}`), 'Basic ***');
});

test('a password made of placeholders is hidden, also with its user as a server sees them', () => {
  const masker = maskerOf([{ request: { url: 'http://${run:app}:${secret:PASSWORD}@a/' } }], {
    PASSWORD: 'open sesame',
  });
  assert.equal(masker.text(`open sesame, ${base64('shop:open sesame')}`), '***, ***');
});

test('passwords of proxies in the environment are hidden', () => {
  const masker = maskerOf([{ exec: 'a' }], {
    HTTP_PROXY: 'http://u:upper-case@proxy:1',
    https_proxy: 'u:no-scheme@proxy:1',
    ALL_PROXY: 'socks5://u:all-of-them@proxy:1',
    OTHER: 'http://u:not-a-proxy@a',
  });
  assert.equal(masker.text('upper-case no-scheme all-of-them not-a-proxy'), '*** *** *** not-a-proxy');
  assert.equal(masker.text(base64('u:no-scheme')), '***');
});

test('without secrets and passwords there is nothing to hide', () => {
  assert.ok(maskerOf([{ request: { url: 'http://a:80/b@c' } }, { exec: ['a', 'http://me@a'] }]).isEmpty);
});
