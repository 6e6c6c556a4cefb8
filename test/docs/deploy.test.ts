import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { MACHINES } from '../../scripts/binary/node.ts';
import { executableOf, PROGRAMS } from '../../scripts/build/paths.ts';
import { checkConfig } from '../../src/config/check-config.ts';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import { isRecord } from '../support/answer.ts';
import { readDocument } from './markdown.ts';

const document = readDocument('docs/deploy.md');
const blocks = (language: string): readonly string[] =>
  document.code.filter((block) => block.language === language).map(({ text }) => text);
const FILES = PROGRAMS.flatMap((program) => MACHINES.map((machine) => executableOf(program, machine).split('/')[1]));
/** What `post` has after a cancellation, unless the config says otherwise. */
const POST_SECONDS = 240;

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly shareProcessNamespace: boolean;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

interface Container {
  readonly volumeMounts: readonly { readonly name: string }[];
}

const objects = blocks('yaml').flatMap((text) =>
  parseAllDocuments(text).map((parsed) => {
    assert.deepEqual(parsed.errors, []);
    return parsed.toJS() as Record<string, unknown> & { kind: string };
  }),
);
const pods = objects.flatMap(({ spec }) =>
  isRecord(spec) && isRecord(spec['template']) ? [spec['template']['spec'] as Pod] : [],
);

void suite('docs/deploy.md', () => {
  test('shows a Deployment and a Job', () => {
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['ConfigMap', 'PersistentVolumeClaim', 'Deployment', 'Job'],
    );
    for (const { apiVersion, metadata } of objects) {
      assert.equal(typeof apiVersion, 'string');
      assert.ok(isRecord(metadata) && typeof metadata['name'] === 'string');
    }
  });

  test('gives each pod its volumes, a process that collects the dead, and time for post', () => {
    assert.equal(pods.length, 2);
    for (const pod of pods) {
      const there = pod.volumes.map(({ name }) => name);
      const mounted = [...(pod.initContainers ?? []), ...pod.containers].flatMap(({ volumeMounts }) => volumeMounts);
      assert.deepEqual([...new Set(mounted.map(({ name }) => name))].sort(), there.sort());
      assert.ok(pod.shareProcessNamespace);
      assert.ok(pod.terminationGracePeriodSeconds > POST_SECONDS);
    }
  });

  test('shows a config without mistakes in its ConfigMap, which the pods mount', () => {
    const [map] = objects;
    assert.ok(map !== undefined && isRecord(map['data']) && isRecord(map['metadata']));
    const text = map['data']['config.yaml'];
    assert.equal(typeof text, 'string');
    const options = {
      file: 'config.yaml',
      section: 'exec',
      sectionRequired: true,
      environment: {},
      missingEnvironment: 'error',
    } as const;
    const checked = checkConfig(String(text), options);
    assert.ok(checked.ok, checked.ok ? '' : renderDiagnostics(checked.diagnostics));
    const { name } = map['metadata'];
    for (const { volumes } of pods) assert.ok(volumes.some(({ configMap }) => configMap?.name === name));
  });

  test('names the files of a release, and no others', () => {
    const copied = blocks('dockerfile').flatMap((text) => [...text.matchAll(/^COPY \S+ (\S+)/gm)]);
    assert.equal(copied.length, 2);
    for (const [, file] of copied) assert.ok(FILES.includes(file), file);
    const named = [...document.text.matchAll(/^\| `(\S+-linux-\S+)` /gm)].map(([, file]) => file);
    assert.deepEqual(named.sort(), FILES.toSorted());
  });

  test('leaves the driver of the systemd unit time for post, and its guard alone', () => {
    const [unit = ''] = blocks('ini');
    assert.match(unit, /^KillMode=process$/m);
    assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]) > POST_SECONDS);
  });
});
