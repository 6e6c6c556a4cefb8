import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { startDriver } from '../support/driver.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { family, stays, stubborn } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

type Stage = 'pre' | 'start' | 'stop' | 'post';
const STAGES: readonly Stage[] = ['pre', 'start', 'stop', 'post'];

interface Sketch {
  readonly kind: 'foreground' | 'background';
  readonly fails: boolean;
  readonly ignored: boolean;
  readonly retries: number;
  readonly load: keyof typeof LOADS;
}

interface Named extends Sketch {
  readonly stage: Stage;
  readonly name: string;
}

/** `at` counts the foreground tasks of all stages; `window` and `never` are what they say. */
interface Moment {
  readonly at: number | 'window' | 'never';
  /** While the task waits at its gate, or together with its end. */
  readonly edge: 'inside' | 'end';
  readonly signals: readonly NodeJS.Signals[];
}

interface Case {
  readonly tasks: readonly Named[];
  readonly moments: readonly Moment[];
}

const LOADS = { stays, stubborn, family };

const sketch: fc.Arbitrary<Sketch> = fc.record({
  kind: fc.constantFrom('foreground', 'foreground', 'background'),
  fails: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  ignored: fc.boolean(),
  retries: fc.constantFrom(0, 0, 1),
  load: fc.constantFrom('stays', 'stubborn', 'family'),
});
const inPost: Sketch = { kind: 'foreground', fails: false, ignored: false, retries: 0, load: 'stays' };
const moment: fc.Arbitrary<Moment> = fc.record({
  at: fc.oneof(fc.nat({ max: 8 }), fc.constantFrom('window' as const, 'never' as const)),
  edge: fc.constantFrom('inside', 'end'),
  signals: fc.array(fc.constantFrom<NodeJS.Signals>('SIGUSR1', 'SIGTERM', 'SIGINT', 'SIGHUP'), {
    minLength: 1,
    maxLength: 2,
  }),
});
const stage = fc.array(sketch, { maxLength: 2 });
const arbitraryCase: fc.Arbitrary<Case> = fc.record({
  // Post ends with a task that waits, so that a signal comes before the end.
  tasks: fc
    .tuple(
      stage,
      stage,
      stage,
      stage.map((tasks) => [...tasks, inPost]),
    )
    .map((stages) =>
      STAGES.flatMap((name, i) =>
        (stages[i] ?? []).map((task, index) => ({ ...task, stage: name, name: `${name}${index}` })),
      ),
    ),
  moments: fc.array(moment, { maxLength: 2 }),
});

void suite('a random plan, with signals at random boundaries of tasks, keeps to the rules', { concurrency: 3 }, () => {
  for (const part of ['one', 'two', 'three']) {
    test(`part ${part}`, async (t) => {
      const property = fc.asyncProperty(arbitraryCase, async (given) => {
        await conduct(openScene(t), given);
      });
      // What fails here is not made smaller: each try takes a process, and what is seen may depend on timing.
      await fc.assert(property, { numRuns: 10, endOnFailure: true, includeErrorInReport: true });
    });
  }
});

/** Leads a measurement through its tasks, one gate after the other, and checks that each step leads where it has to. */
async function conduct(scene: Scene, { tasks, moments }: Case): Promise<void> {
  const gates = new Map(tasks.map(({ name }) => [name, scene.gate(name)]));
  const inStage = (name: Stage): readonly Named[] => tasks.filter((task) => task.stage === name);
  const inWindow = moments.find(({ at }) => at === 'window');
  const driver = startDriver(scene, {
    config: { exec: Object.fromEntries(STAGES.map((name) => [name, inStage(name).map(configOf)])) },
    request: { control: { duration: inWindow === undefined ? 0.05 : 600 } },
  });
  const log = { forward: new Array<string>(), post: new Array<string>() };
  /** Each of these may be the first. */
  let reasons: readonly string[] = [];
  let foreground = 0;
  const because = (...possible: readonly string[]): void => {
    if (reasons.length === 0) reasons = possible;
  };
  const strike = ({ signals }: Moment): void => {
    for (const signal of signals) driver.signal(signal);
  };
  const begun = async (task: Named): Promise<void> => {
    const lines = task.stage === 'post' ? log.post : log.forward;
    lines.push(`${task.name} begin`);
    const count = lines.filter((line) => line === lines.at(-1)).length;
    await waitFor(`the attempt ${count} of ${task.name}`, () => begins(scene, task) === count);
  };
  const pass = async (task: Named): Promise<void> => {
    await gates.get(task.name)?.();
    (task.stage === 'post' ? log.post : log.forward).push(`${task.name} end`);
  };

  const leadForward = async (task: Named): Promise<void> => {
    const when = moments.find(({ at }) => at === foreground);
    foreground += 1;
    const counts = task.fails && !task.ignored;
    for (let attempt = 1; attempt <= attemptsOf(task); attempt += 1) {
      await begun(task);
      if (when?.edge === 'inside') {
        strike(when);
        because('cancelled');
        return;
      }
      if (when?.edge === 'end') {
        await gates.get(task.name)?.();
        strike(when);
        because('cancelled', ...(counts && task.retries === 0 ? ['task-failed'] : []));
        return;
      }
      await pass(task);
    }
    if (counts) because('task-failed');
  };
  const leadPost = async (task: Named): Promise<void> => {
    const when = moments.find(({ at }) => at === foreground);
    foreground += 1;
    for (let attempt = 1; attempt <= attemptsOf(task); attempt += 1) {
      await begun(task);
      if (when !== undefined) {
        strike(when);
        because('cancelled');
      }
      await pass(task);
    }
  };
  const lead = (task: Named): Promise<unknown> => {
    if (task.kind === 'background') return scene.logged(`ready ${task.name}`);
    return task.stage === 'post' ? leadPost(task) : leadForward(task);
  };

  for (const name of ['pre', 'start', 'window', 'stop'] as const) {
    if (name === 'window' && reasons.length === 0 && inWindow !== undefined) {
      await driver.told(/^window/);
      strike(inWindow);
      because('cancelled');
    }
    for (const task of name === 'window' ? [] : inStage(name)) if (reasons.length === 0) await lead(task);
  }
  const racing = reasons.length > 0 && moments.some(({ edge }) => edge === 'end');
  for (const task of inStage('post')) await lead(task);

  const { answer } = await driver.finished();
  if (reasons.length === 0) assert.equal(answer.status, 'ok', answer.message);
  else assert.ok(reasons.includes(answer.reason ?? 'ok'), `${reasons.join(' or ')} expected: ${answer.message}`);
  assert.deepEqual(scene.processes(), []);
  const seen = scene.log().filter((line) => !line.startsWith('ready '));
  const between = seen.splice(log.forward.length, seen.length - log.forward.length - log.post.length);
  assert.deepEqual(seen, [...log.forward, ...log.post]);
  // The task that a signal met may have ended, and the next attempt or task begun, before the signal was taken.
  assert.ok(between.length <= (racing ? 2 : 0), between.join(', '));
}

function begins(scene: Scene, task: Named): number {
  return scene.log().filter((line) => line === `${task.name} begin`).length;
}

function attemptsOf(task: Named): number {
  return task.fails ? task.retries + 1 : 1;
}

function configOf({ name, kind, fails, ignored, retries, load }: Named): object {
  if (kind === 'background') {
    return { name, async: true, shell_exec: LOADS[load](name), stop_grace_period: '100ms' };
  }
  const shell = `echo ${name} begin >> log; read -r order < ${name}; echo ${name} end >> log; exit ${fails ? 3 : 0}`;
  return { name, shell_exec: shell, ignore_exitcode: ignored, retries };
}
