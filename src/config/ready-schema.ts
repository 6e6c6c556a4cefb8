/** `ready` as a schema: what a stage waits for before it goes on. */
import * as v from 'valibot';
import { parsePort } from '../text/port.ts';
import { execArgv } from './commands.ts';
import type { Report } from './issue.ts';
import type { JsonSchema } from './json-kinds.ts';
import { duration, filledTemplate, pattern, templateJson, templateOf, type CheckScope } from './leaves.ts';
import { sampleOf } from './placeholders.ts';
import type { RequestSettings } from './request-schema.ts';
import { given, givenJson, leaf, mapping, setting, withoutJson, type OutputOf, type Schema } from './schema-kit.ts';
import { listed } from './shown.ts';
import type { Template } from './template.ts';
import { described, type Mapping } from './values.ts';

const CONDITIONS = ['port', 'http', 'output', 'file', 'exec'] as const;

function ready(scope: CheckScope, request: Schema<RequestSettings | undefined>, title: string) {
  const object = v.object({
    port: setting(port(scope), 'A port, or HOST:PORT, that takes connections. HOST is 127.0.0.1.', 8080),
    http: setting(request, 'A request that is answered with a code of success.', {
      url: 'http://127.0.0.1:8080/health',
    }),
    output: setting(pattern, 'A regular expression that a line of what the task prints matches.', 'listening on .*'),
    file: setting(filledTemplate(scope, 'the name of the file'), 'A file that is there.', '/run/shop.pid'),
    exec: setting(execArgv(scope), 'A command that ends with exit code 0.', ['pg_isready', '-q']),
    timeout: setting(duration({ zero: false }), 'How long it may take. Default 60 s.', '30s'),
    interval: setting(duration({ zero: false }), 'How often to look. Default 500 ms.', '200ms'),
  });
  return mapping(
    {
      title,
      expected: 'a mapping',
      within: '`ready`',
      hint: 'such as `ready: { port: 8080, timeout: 30s }`',
      nullable: true,
      check: checkReady,
      json: readyJson,
    },
    object,
  );
}

export type ReadySettings = OutputOf<ReturnType<typeof ready>>;

/** `request` is the schema of what `http` holds. */
export function readySchema(
  scope: CheckScope,
  request: Schema<RequestSettings | undefined>,
  title: string,
): Schema<ReadySettings | undefined> {
  return ready(scope, request, title);
}

function checkReady(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  const [condition, ...others] = CONDITIONS.filter((key) => given(input, key));
  if (condition === undefined && !CONDITIONS.some((key) => misspelt.has(key))) {
    report({ message: '`ready` has nothing to wait for', hint: `give it one of ${listed(CONDITIONS, 'and')}` });
  }
  for (const other of others) {
    report(
      { message: `\`ready\` waits for one thing: \`${condition ?? ''}\` or \`${other}\``, hint: 'remove one of them' },
      { of: input, key: other, keyItself: true },
    );
  }
}

function readyJson(): JsonSchema {
  return {
    anyOf: CONDITIONS.map(givenJson),
    allOf: CONDITIONS.map((key, index) => ({
      if: givenJson(key),
      then: withoutJson(CONDITIONS.slice(index + 1)),
    })),
  };
}

const PORT_RULE = {
  pattern: '^\\s*(?:(?:[^\\s:]+:|\\[[0-9A-Fa-f:.]+\\]:)?\\d{1,5}|.*\\$\\{.*)\\s*$',
  message: 'This is a port, or HOST:PORT.',
};

function port(scope: CheckScope): Schema<Template | undefined> {
  return leaf(
    () => ({
      anyOf: [
        { type: 'integer', minimum: 1, maximum: 65_535 },
        { ...templateJson(scope, PORT_RULE), type: 'string' },
      ],
    }),
    (value, report) => {
      const template = templateOf(value, scope, report, undefined, 'a port');
      const sample = template === undefined ? undefined : sampleOf(template, scope);
      if (sample === undefined || parsePort(sample) !== undefined) return template;
      report({
        message: `expected a port from 1 to 65535, or HOST:PORT, found ${described(value)}`,
        hint: 'such as `port: 8080` or `port: db.local:5432`',
      });
      return undefined;
    },
  );
}
