import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import { checkConfig } from '../../src/config/check-config.ts';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import type { Plan } from '../../src/config/plan.ts';
import { PLACEHOLDERS } from '../../src/config/template.ts';
import { taskVariables } from '../../src/tasks/facts.ts';
import { ATTEMPT_MARK } from '../../src/process/survey.ts';
import { chapter, readDocument, ROOT } from './markdown.ts';
import { knownKeys } from './schema-keys.ts';

const document = readDocument('docs/config.md');
const known = knownKeys();
const keysAt = (path: string): readonly string[] => known.get(path) ?? assert.fail(`the schema has no ${path}`);

/** Where in the document the keys of a mapping stand, and a config with lines for one of these keys. */
const PLACES = [
  {
    chapter: 'the-section',
    keys: [
      ...keysAt(''),
      ...['window', 'keep'].flatMap((mapping) => keysAt(mapping).map((key) => `${mapping}.${key}`)),
    ],
    config: (key: string, line: string) => {
      const [mapping, inner] = key.split('.');
      if (inner === undefined && ['metrics', 'thresholds'].includes(key) && !line.endsWith(': null')) {
        const metrics = key === 'metrics' ? [] : ['  metrics: { took: { from: load, field: duration } }'];
        return ['exec:', '  start: [{ name: load, exec: [x] }]', ...metrics, `  ${line}`];
      }
      if (inner === undefined) return ['exec:', `  ${line}`];
      // One needs the other, and both need the task.
      const isOfAPair = ['until', 'max'].includes(inner) && !line.endsWith(': null');
      const other = isOfAPair ? [inner === 'max' ? '    until: load' : '    max: 75m'] : [];
      const task = isOfAPair ? ['  start: [{ name: load, async: true, exec: [x] }]'] : [];
      return ['exec:', ...task, `  ${String(mapping)}:`, `    ${line}`, ...other];
    },
  },
  {
    chapter: 'tasks',
    keys: keysAt('pre'),
    config: (key: string, line: string) => {
      const mode = ['exec', 'shell_exec', 'request'].includes(key) ? [] : ['      exec: [x]'];
      const more = ['keep_running', 'if_exits', 'join_timeout'].includes(key) ? ['      async: true'] : [];
      return ['exec:', '  pre:', `    - ${line}`, ...mode, ...more];
    },
  },
  {
    chapter: 'readiness',
    keys: keysAt('pre.ready').map((key) => `ready.${key}`),
    config: (key: string, line: string) => {
      const condition = /timeout|interval/.test(key) ? ['        port: 1'] : [];
      return ['exec:', '  pre:', '    - exec: [x]', '      ready:', `        ${line}`, ...condition];
    },
  },
  {
    chapter: 'probes-1',
    keys: keysAt('probes').map((key) => `probes.${key}`),
    config: (key: string, line: string) => {
      const mode = ['exec', 'shell_exec', 'request'].includes(key.split('.')[1] ?? '') ? [] : ['      exec: [x]'];
      return ['exec:', '  probes:', `    - ${line}`, ...mode];
    },
  },
  {
    chapter: 'results-of-load-generators',
    keys: keysAt('pre.results').map((key) => `results.${key}`),
    config: (key: string, line: string) => {
      const format = key === 'results.format' ? [] : ['        format: k6'];
      return ['exec:', '  pre:', '    - exec: [x]', '      results:', `        ${line}`, ...format];
    },
  },
  {
    chapter: 'metrics-1',
    keys: keysAt('metrics').map((key) => `metrics.${key}`),
    config: (key: string, line: string) => {
      const isSource = /from|file/.test(key);
      const isReader = /regex|json_path|csv_column|field/.test(key);
      const source = isSource ? [] : ['      from: load'];
      const reader = isReader ? [] : ['      regex: x'];
      const task = '  start: [{ name: load, exec: [x] }]';
      return ['exec:', task, '  metrics:', '    a:', `      ${line}`, ...source, ...reader];
    },
  },
  {
    chapter: 'requests',
    keys: keysAt('pre.request'),
    config: (key: string, line: string) => {
      const url = key === 'url' ? [] : ['        url: http://127.0.0.1/'];
      return ['exec:', '  pre:', '    - request:', `        ${line}`, ...url];
    },
  },
] as const;

void suite('docs/config.md', () => {
  for (const place of PLACES) {
    test(`has all keys of the chapter ${place.chapter}, and no others`, () => {
      const inside = chapter(document, place.chapter);
      const headings = [...inside.matchAll(/^### `(.*)`$/gm)].map(([, key = '']) => key);
      assert.deepEqual(headings.toSorted(), [...place.keys].sort());
    });

    for (const key of place.keys) {
      test(`tells kind, default and an example of ${key}, and both are right`, () => {
        const { summary, text } = entryOf(key);
        const name = key.split('.').at(-1) ?? '';
        assert.match(summary, /^\[?[A-Z].*\. Default: .+\. Example: `.+`$/);
        assert.ok(text.split('\n\n').length > 1 || place.chapter === 'requests', `nothing is said about ${key}`);
        const example = /Example: `(.*)`$/.exec(summary)?.[1] ?? '';
        assert.ok(example.startsWith(`${name}: `), example);
        planOf(place.config(key, example));
        // A default in words is not put to the test.
        const value = /Default: `([^`]+)`\. /.exec(summary)?.[1];
        if (value === undefined) return;
        const without = planOf(place.config(key, `${name}: null`));
        assert.deepEqual(withoutPlaces(planOf(place.config(key, `${name}: ${value}`))), withoutPlaces(without));
      });
    }
  }

  for (const place of PLACES) {
    for (const key of place.keys) {
      test(`has the example of ${key} that the JSON Schema has`, () => {
        const name = key.split('.').at(-1) ?? '';
        const example = /Example: `(.*)`$/.exec(entryOf(key).summary)?.[1] ?? '';
        const [shown] = (propertyOf(place.chapter, key)?.['examples'] ?? []) as unknown[];
        assert.deepEqual({ [name]: shown }, parse(example, { version: '1.1' }));
      });
    }
  }

  test('has every placeholder', () => {
    const missing = Object.keys(PLACEHOLDERS).filter((name) => !document.text.includes(`\`\${${name}}\``));
    assert.deepEqual(missing, []);
  });

  test('has every variable that a task is told', () => {
    const [task] = planOf(['exec:', '  stop: [{ exec: [x] }]']).stages.stop;
    assert.ok(task !== undefined);
    const window = { startMs: 0, endMs: 1 };
    const facts = {
      runId: 'r',
      app: 'a',
      durationSeconds: 1,
      warmupSeconds: 0,
      delaySeconds: 0,
      runDir: () => '/run',
      window: () => window,
    };
    const told = [...Object.keys(taskVariables(task, facts)), ATTEMPT_MARK];
    const inside = chapter(document, 'the-environment-of-tasks');
    assert.deepEqual(
      told.filter((name) => !inside.includes(`\`${name}\``)),
      [],
    );
  });

  test('shows the messages that the validator has for the mistakes it shows', () => {
    const [shown] = chapterCode('mistakes');
    const config = [
      'exec:',
      '  pre:',
      '    - name: target is healthy',
      '      request:',
      '        url: http://127.0.0.1:8080/health',
      '      retires: 5',
      '      timeout: 10 seconds',
    ];
    const checked = check(config, 'load.yaml');
    assert.ok(!checked.ok);
    assert.equal(renderDiagnostics(checked.diagnostics), shown?.trimEnd());
  });
});

/** What the JSON Schema says about a key of the section (`keep.runs` is one of a mapping in it), of tasks or requests. */
function propertyOf(place: string, key: string): Readonly<Record<string, unknown>> | undefined {
  const [mapping, inner] = key.split('.');
  const ofSection = inner === undefined ? 'section' : (mapping ?? '');
  const titles = {
    tasks: 'task-before-the-window',
    readiness: 'readiness-before-the-window',
    'probes-1': 'probe',
    'results-of-load-generators': 'results-before-the-window',
    'metrics-1': 'metric',
    requests: 'request-before-the-window',
  } as Record<string, string>;
  const definitions = configJsonSchema('config')['$defs'] as Record<string, { properties: Record<string, object> }>;
  return definitions[titles[place] ?? ofSection]?.properties[inner ?? key] as Record<string, unknown> | undefined;
}

/** The first paragraph below a key's heading, on one line, and all of the text. */
function entryOf(key: string): { summary: string; text: string } {
  const text = chapter(document, key.replaceAll('.', '')).trim();
  return { summary: (text.split('\n\n')[0] ?? '').replaceAll('\n', ' '), text };
}

function check(lines: readonly string[], file = `${ROOT}example`): ReturnType<typeof checkConfig> {
  const environment = {};
  return checkConfig(lines.join('\n'), {
    file,
    section: 'exec',
    sectionRequired: true,
    environment,
    missingEnvironment: 'error',
  });
}

function planOf(lines: readonly string[]): Plan {
  const checked = check(lines);
  return checked.ok ? checked.plan : assert.fail(renderDiagnostics(checked.diagnostics));
}

/** A plan as plain data, without the places of its tasks. */
function withoutPlaces(plan: Plan): unknown {
  return JSON.parse(
    JSON.stringify(plan, (key, value: unknown) => {
      if (key === 'place') return undefined;
      return value instanceof Map ? [...value] : value;
    }),
  );
}

function chapterCode(anchor: string): string[] {
  return [...chapter(document, anchor).matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}
