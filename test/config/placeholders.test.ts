import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseTemplate, sampleOf } from '../../src/config/placeholders.ts';
import { SecretStore } from '../../src/config/secrets.ts';
import { PLACEHOLDERS, fillIn } from '../../src/config/template.ts';
import { check, taskOf } from './support.ts';

const ENVIRONMENT = { HOME: '/home/me', '9 odd': 'x' };
const SCOPE = { stage: 'stop', environment: ENVIRONMENT, secrets: new SecretStore(ENVIRONMENT) } as const;

suite('the text of a template', () => {
  test('is cut at its placeholders', () => {
    assert.deepEqual(parseTemplate('a ${run:id}${env:HOME} b', SCOPE).template, [
      'a ',
      { placeholder: 'run:id' },
      { placeholder: 'env:HOME' },
      ' b',
    ]);
  });

  test('may use every placeholder there is', () => {
    for (const name of Object.keys(PLACEHOLDERS)) {
      const { template, problems } = parseTemplate(`\${${name}}`, SCOPE);
      assert.deepEqual(template, [{ placeholder: name }]);
      assert.deepEqual(problems, []);
    }
  });

  test('keeps what is none of ours, and $${ is a ${ that stays', () => {
    const cases: [string, string][] = [
      ['', ''],
      ['$', '$'],
      ['${', '${'],
      ['${}', '${}'],
      ['${HOME} ${x:-y} $HOME $(date) {{ x }}', '${HOME} ${x:-y} $HOME $(date) {{ x }}'],
      ['${secrets:X}', '${secrets:X}'],
      ['${toString:x}', '${toString:x}'],
      ['$${env:HOME}', '${env:HOME}'],
      ['$$${env:HOME}', '$${env:HOME}'],
      ['$${${run:id}', '${<run:id>'],
      ['$$', '$$'],
      ['${a:${run:id}}', '${a:<run:id>}'],
      ['${Control:duration}', '${Control:duration}'],
    ];
    for (const [text, expected] of cases) {
      const { template, problems } = parseTemplate(text, SCOPE);
      assert.deepEqual(problems, [], text);
      assert.equal(
        fillIn(template, (placeholder) => `<${placeholder}>`),
        expected,
        text,
      );
    }
  });

  test('takes any name of a variable', () => {
    assert.deepEqual(parseTemplate('${env:9 odd}', SCOPE).missing, []);
    assert.equal(parseTemplate('${env:toString}', SCOPE).missing.length, 1);
  });

  test('is filled in with samples, or not at all where a variable is not set', () => {
    const sample = (text: string): string | undefined => sampleOf(parseTemplate(text, SCOPE).template, SCOPE);
    assert.equal(sample('${env:HOME}/${control:duration}?${window:end}'), '/home/me/1?2000-01-01T00:00:00.000Z');
    assert.equal(sample('${env:NO_SUCH}/x'), undefined);
  });

  test('with a great many mistakes is refused quickly', () => {
    const { problems } = parseTemplate(
      Array.from({ length: 50_000 }, (_, i) => `\${control:${String(i)}}`).join(''),
      SCOPE,
    );
    assert.equal(problems.length, 100);
  });
});

test('in shell_exec nothing is replaced and nothing is complained about', () => {
  const { action } = taskOf("shell_exec: ['echo ${window:end} $${HOME} ${env:NOT_SET}', '${control:foo}']");
  assert.ok(action.mode === 'shell_exec');
  assert.deepEqual(action.argv.slice(2), [['echo ${window:end} $${HOME} ${env:NOT_SET}'], ['${control:foo}']]);
});

test('the window can be used in stop and post, and only there', () => {
  for (const [stage, ok] of Object.entries({ pre: false, start: false, stop: true, post: true })) {
    assert.equal(check(`exec: { ${stage}: [{ exec: [a, '\${window:start}'] }] }`).ok, ok, stage);
  }
});

test('a URL may be made of placeholders, as long as it can be one', () => {
  const environment = { BASE: 'http://api:8080', PORT: '8080' };
  for (const url of ['${env:BASE}/start', 'http://api:${env:PORT}/', 'https://${run:app}.local/${control:duration}']) {
    assert.ok(check(`exec: { pre: [{ request: { url: '${url}' } }] }`, { environment }).ok, url);
  }
});
