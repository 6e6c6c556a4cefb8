import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, literalOf, planOf } from './support.ts';
import type { Task } from '../../src/config/plan.ts';

function firstTask(text: string): Task {
  const [task] = planOf(text).stages.pre;
  assert.ok(task);
  return task;
}

test('<< brings keys of a mapping along, and own keys win wherever they stand', () => {
  const task = firstTask(`
defaults: &defaults { retries: 3, timeout: 10, name: theirs }
exec:
  pre:
    - name: mine
      <<: *defaults
      exec: a
      timeout: 20
`);
  assert.deepEqual([task.label, task.retries, task.timeoutMs], ['mine', 3, 20_000]);
});

test('of a list under << the earlier ones win', () => {
  const task = firstTask(`
a: &a { retries: 1 }
b: &b { retries: 2, timeout: 2 }
exec:
  pre:
    - <<: [*a, *b, { timeout: 3, name: last }]
      exec: a
`);
  assert.deepEqual([task.retries, task.timeoutMs, task.label], [1, 2000, 'last']);
});

test('what is merged may itself be merged, and may stand in a free key of the section', () => {
  const task = firstTask(`
exec:
  x-one: &one { retries: 1, timeout: 1 }
  x-two: &two { <<: *one, timeout: 2 }
  pre:
    - { <<: *two, exec: a }
`);
  assert.deepEqual([task.retries, task.timeoutMs], [1, 2000]);
});

test('whole tasks, stages and the section itself may be aliases', () => {
  const plan = planOf(`
x: &section
  pre: &stage
    - &task { exec: a }
    - *task
  post: *stage
exec: *section
`);
  assert.equal(plan.stages.pre.length, 2);
  assert.deepEqual(
    plan.stages.post.map(({ label }) => label),
    ['post[0]', 'post[1]'],
  );
});

test('a text may be an alias, also a key', () => {
  const task = firstTask(
    'x: [&name load, &key retries]\nexec: { pre: [{ name: *name, *key : 2, exec: [a, *name] }] }\n',
  );
  assert.deepEqual([task.label, task.retries], ['load', 2]);
});

test('an anchor may be used again; the last one before an alias counts', () => {
  const { pre } = planOf('exec: { pre: [{ exec: &a one }, { exec: *a }, { exec: &a two }, { exec: *a }] }').stages;
  assert.deepEqual(
    pre.map(({ action }) => action.mode === 'exec' && literalOf(action.argv[0])),
    ['one', 'one', 'two', 'two'],
  );
});

test('<< in quotes is a key like another', () => {
  assert.ok(!check('exec: { pre: [{ exec: a, "<<": { retries: 1 } }] }').ok);
});

test('a section may come through << of the whole file', () => {
  assert.equal(planOf('x: &x { exec: { pre: [{ exec: a }] } }\n<<: *x\n').stages.pre.length, 1);
});

test('a section may come through << of what the file has through <<, and the nearest wins', () => {
  const chain = (mid: string): string => `
base: &base { exec: { pre: [{ name: base, exec: a }] } }
mid: &mid { <<: *base${mid} }
other: &other { exec: { pre: [{ name: other, exec: a }] } }
<<: [*mid, *other]
`;
  assert.equal(firstTask(chain('')).label, 'base');
  assert.equal(firstTask(chain(', exec: { pre: [{ name: mid, exec: a }] }')).label, 'mid');
  assert.equal(firstTask(`${chain('')}exec: { pre: [{ name: own, exec: a }] }\n`).label, 'own');
});

test('the list under << may be an alias', () => {
  const x = 'x: &x { exec: { pre: [{ exec: a, retries: 2 }] } }\n';
  assert.equal(firstTask(`${x}list: &list [{ prom: 1 }, *x]\n<<: *list\n`).retries, 2);
  assert.equal(firstTask('list: &list [{ retries: 2 }]\nexec: { pre: [{ <<: *list, exec: a }] }').retries, 2);
});

test('<< in quotes brings no section', () => {
  const remark = 'nothing to run: config.yaml has no section `exec`';
  assert.deepEqual(planOf('x: &x { exec: { pre: [{ exec: a }] } }\n"<<": *x\n').remarks, [remark]);
});

test('a section that was probably meant may come through << too', () => {
  assert.deepEqual(planOf('x: &x { Exec: { pre: [] } }\n<<: *x\n').remarks, [
    'nothing to run: config.yaml has no section `exec`; was `Exec` meant?',
  ]);
});

test('what other sections hold is not looked at: keys twice, tags, aliases of nothing', () => {
  const plan = planOf(
    'prom: { a: 1, a: 2, b: !secret x, c: !!set { d }, e: *nothing }\nexec: { pre: [{ exec: a }] }\n',
  );
  assert.equal(plan.stages.pre.length, 1);
});
