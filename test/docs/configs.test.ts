import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConfig } from '../../src/config/check-config.ts';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import { allDocuments } from './markdown.ts';

const configs = allDocuments().flatMap(({ path, code }) =>
  code
    .filter(({ language, text }) => /^ya?ml$/.test(language) && /^exec:/m.test(text))
    .map(({ text, line }) => ({ file: `${path}:${String(line)}`, text })),
);

test('README.md and docs/config.md show configs', () => {
  for (const path of ['README.md', 'docs/config.md']) {
    assert.ok(
      configs.some(({ file }) => file.startsWith(path)),
      path,
    );
  }
});

for (const { file, text } of configs) {
  test(`the config at ${file} has no mistakes`, () => {
    // Variables that a document speaks of are set by its reader.
    const options = {
      file,
      section: 'exec',
      sectionRequired: true,
      environment: {},
      missingEnvironment: 'warning',
    } as const;
    const checked = checkConfig(text, options);
    assert.ok(checked.ok, checked.ok ? '' : renderDiagnostics(checked.diagnostics));
  });
}
