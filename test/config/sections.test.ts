import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mistakesOf, planOf } from './support.ts';

test('a file without the section has nothing to run, and says which section was probably meant', () => {
  const cases: [string, string][] = [
    ['', 'nothing to run: config.yaml has no section `exec`'],
    ['# only a comment\n', 'nothing to run: config.yaml has no section `exec`'],
    ['---\n', 'nothing to run: config.yaml has no section `exec`'],
    ['~', 'nothing to run: config.yaml has no section `exec`'],
    ['prom: {}', 'nothing to run: config.yaml has no section `exec`'],
    ['Exec: { pre: [] }', 'nothing to run: config.yaml has no section `exec`; was `Exec` meant?'],
    ['exce: {}\nprom: {}', 'nothing to run: config.yaml has no section `exec`; was `exce` meant?'],
    ['exec:', 'nothing to run: the section `exec` of config.yaml has no tasks'],
    ['exec: {}', 'nothing to run: the section `exec` of config.yaml has no tasks'],
    ['? exec', 'nothing to run: the section `exec` of config.yaml has no tasks'],
    ['exec: { pre: , start: [], stop: null }', 'nothing to run: the section `exec` of config.yaml has no tasks'],
    ['exec:\nExec: { pre: [] }', 'nothing to run: the section `exec` of config.yaml has no tasks; was `Exec` meant?'],
    [
      'exec:\npre:\n  - exec: a',
      'nothing to run: the section `exec` of config.yaml has no tasks; `pre` stands at the top level: indent it below `exec:`',
    ],
    [
      'exec: {}\npre: []\npost: []\nExec: {}',
      'nothing to run: the section `exec` of config.yaml has no tasks; `pre` and `post` stand at the top level: indent them below `exec:`',
    ],
    [
      'pre:\n  - exec: a',
      'nothing to run: config.yaml has no section `exec`; `pre` stands at the top level: indent it below `exec:`',
    ],
  ];
  for (const [text, remark] of cases) {
    const plan = planOf(text);
    assert.deepEqual(plan.remarks, [remark], text);
    assert.deepEqual(plan.stages, { pre: [], start: [], window: [], stop: [], post: [] });
  }
});

test('a plan with tasks has no remarks', () => {
  assert.deepEqual(planOf('exec: { post: [{ exec: a }] }').remarks, []);
});

test('another section is read when the driver goes by another name', () => {
  const plan = planOf('exec: { pre: [{ exec: a }] }\nload: { post: [{ exec: b }] }', { section: 'load' });
  assert.equal(plan.section, 'load');
  assert.deepEqual([plan.stages.pre.length, plan.stages.post.length], [0, 1]);
});

test('a section that has to be there and is not is a mistake', () => {
  const options = { section: 'load', sectionRequired: true };
  assert.equal(
    mistakesOf('exec: {}\nprom: {}\n', options),
    [
      'config.yaml:1:1: there is no section `load`, after which this driver is named',
      '  | exec: {}',
      '  | ^',
      '  sections here: `exec` and `prom`',
    ].join('\n'),
  );
  assert.equal(
    mistakesOf('', options),
    'config.yaml:1:1: there is no section `load`, after which this driver is named',
  );
  assert.match(mistakesOf('Load: {}', options), /did you mean `Load`\?$/);
  assert.deepEqual(planOf('load:', options).remarks, [
    'nothing to run: the section `load` of config.yaml has no tasks',
  ]);
});
