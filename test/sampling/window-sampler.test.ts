import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { HostSample } from '../../src/events.ts';
import { readHostCounters, type HostCounters } from '../../src/sampling/host-counters.ts';
import { Summary } from '../../src/reporters/summary.ts';
import { hostSample } from '../../src/sampling/host-sample.ts';
import { machineLimits } from '../../src/sampling/limits.ts';
import { readTreeCounters } from '../../src/sampling/tree-counters.ts';
import { measure } from '../support/driver.ts';
import { journalOf } from '../support/journal.ts';
import { openScene } from '../support/scene.ts';
import { stays } from '../support/tasks.ts';

const NOTHING: HostCounters = {
  processor: undefined,
  throttledMicroseconds: undefined,
  memory: undefined,
  swapped: undefined,
  network: undefined,
  disks: new Map(),
};

void suite('a sample of the machine', () => {
  test('is what was counted between two looks', () => {
    const before: HostCounters = {
      processor: { total: 1000, idle: 800, stolen: 10 },
      throttledMicroseconds: 500_000,
      memory: { totalBytes: 1000, availableBytes: 900 },
      swapped: { in: 0, out: 4096 },
      network: { received: 1000, sent: 2000 },
      disks: new Map([['sda', { read: 512, written: 0, busyMs: 100 }]]),
    };
    const after: HostCounters = {
      processor: { total: 2000, idle: 1200, stolen: 60 },
      throttledMicroseconds: 1_000_000,
      memory: { totalBytes: 1000, availableBytes: 400 },
      swapped: { in: 8192, out: 4096 },
      network: { received: 6000, sent: 2500 },
      disks: new Map([
        ['sda', { read: 1024, written: 2048, busyMs: 1100 }],
        ['sdb', { read: 7, written: 7, busyMs: 7 }],
      ]),
    };
    assert.deepEqual(hostSample(before, after, 5), {
      processorShare: 0.6,
      stolenShare: 0.05,
      throttledShare: 0.1,
      memoryBytes: 1000,
      memoryUsedBytes: 600,
      swapInBytesPerSecond: 1638,
      swapOutBytesPerSecond: 0,
      receivedBytesPerSecond: 1000,
      sentBytesPerSecond: 100,
      readBytesPerSecond: 102,
      writtenBytesPerSecond: 410,
      diskBusyShare: 0.2,
    } satisfies HostSample);
  });

  test('leaves out what the system does not tell', () => {
    const told = Object.values(hostSample(NOTHING, NOTHING, 5)).filter((value) => value !== undefined);
    assert.deepEqual(told, []);
  });

  test('has what Linux tells', { skip: process.platform !== 'linux' && 'Linux only' }, () => {
    const { processor, memory, network } = readHostCounters();
    assert.ok(processor !== undefined && processor.total > processor.idle);
    assert.ok(memory !== undefined && memory.totalBytes > memory.availableBytes);
    assert.ok(network !== undefined);
  });

  test('counts a process with those below it, and nothing of one that is gone', () => {
    const own = readTreeCounters(process.pid);
    assert.ok(own.processes >= 1 && own.processorSeconds > 0 && own.memoryBytes > 2 ** 20);
    assert.deepEqual(readTreeCounters(2 ** 30), { processes: 0, processorSeconds: 0, memoryBytes: 0 });
  });
});

test('a machine is at its limit where most of it is used', () => {
  const quiet = hostSample(NOTHING, NOTHING, 5);
  assert.deepEqual(machineLimits(quiet), []);
  const kindsOf = (sample: Partial<HostSample>): string[] =>
    machineLimits({ ...quiet, ...sample }).map(({ kind }) => kind);
  assert.deepEqual(kindsOf({ processorShare: 0.89, stolenShare: 0.04, throttledShare: 0.04, diskBusyShare: 0.89 }), []);
  assert.deepEqual(kindsOf({ processorShare: 0.9 }), ['processors-busy']);
  assert.deepEqual(kindsOf({ stolenShare: 0.05 }), ['processors-stolen']);
  assert.deepEqual(kindsOf({ throttledShare: 0.05 }), ['throttled']);
  assert.deepEqual(kindsOf({ memoryBytes: 100, memoryUsedBytes: 95 }), ['memory-full']);
  assert.deepEqual(kindsOf({ swapInBytesPerSecond: 2 ** 19, swapOutBytesPerSecond: 2 ** 19 }), ['swapping']);
  assert.deepEqual(kindsOf({ diskBusyShare: 1 }), ['disk-busy']);
});

void suite('the window', { concurrency: 2 }, () => {
  test('is sampled to its end, with each background task', async (t) => {
    const scene = openScene(t);
    const burner = 'sh -c "while :; do :; done" & echo on >> log; wait';
    await measure(scene, {
      config: {
        exec: {
          start: [
            { name: 'burner', async: true, shell_exec: burner },
            { name: 'sleeper', async: true, shell_exec: stays('sleeper') },
            { name: 'ended', async: true, exec: ['/bin/true'] },
            { shell_exec: 'until grep -q on log; do sleep 0.01; done; sleep 0.2' },
          ],
        },
      },
      request: { control: { duration: 1.5 } },
    });
    const samples = journalOf(scene).lines.filter(({ type }) => type === 'sample');
    assert.equal(samples.length, 1);
    const [sample] = samples;
    assert.ok(sample?.type === 'sample' && sample.seconds >= 1.4);
    assert.ok((sample.host.processorShare ?? 0) > 0);
    assert.deepEqual(
      sample.tasks.map(({ task, processes }) => [task.label, processes]),
      [
        ['burner', 2],
        ['sleeper', 1],
      ],
    );
    const [burned, slept] = sample.tasks.map(({ processors }) => processors);
    assert.ok(burned !== undefined && burned > 0.01 && slept !== undefined && slept < burned);
  });

  test('that is short is not sampled', async (t) => {
    const scene = openScene(t);
    await measure(scene, { config: { exec: { pre: [] } }, request: { control: { duration: 0.2 } } });
    assert.deepEqual(
      journalOf(scene).lines.filter(({ type }) => type === 'sample'),
      [],
    );
  });
});

test('what was at its limit stands in the notes, in words', () => {
  const summary = new Summary([]);
  summary.report({
    type: 'machine-limited',
    limits: [
      { kind: 'processors-busy', value: 0.974 },
      { kind: 'swapping', value: 3 * 2 ** 20 },
    ],
    at: 0,
  });
  assert.deepEqual(summary.notes().get('machine'), [
    'the machine was at its limit in the window: its processors were busy for 97 % of the time',
    'the machine was at its limit in the window: 3 MiB a second were swapped',
  ]);
});
