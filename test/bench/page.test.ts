import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { renewedPage } from '../../scripts/bench/page.ts';
import { ROOT } from '../../scripts/build/paths.ts';

test('a bench keeps what is written by hand, and nothing else', () => {
  const old = readFileSync(join(ROOT, 'docs/performance.md'), 'utf8');
  const byHand = old.slice(old.indexOf('## What was tried'));
  const once = renewedPage(old, '# Measured once\n\n');
  const twice = renewedPage(once, '# Measured twice\n\n');
  assert.match(twice, /^# Measured twice\n\n<!-- .* -->\n/);
  assert.ok(twice.endsWith(byHand));
  assert.ok(!twice.includes('once'));
});

test('a row that does not exist is refused, and all that do are named', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/bench.ts', '--quick', '--row', 'nonsense'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  assert.equal(status, 2, stderr);
  assert.match(stderr, /nonsense; there are: info, describe, commands, /);
});
