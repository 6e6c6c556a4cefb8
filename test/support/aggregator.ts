/** The aggregator, as far as drivers get to see it (spec/agent.md): runs all of `measure.d/` side by side. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, callForObject, endOf, LinesOf, writeInPieces } from './agent.ts';
import { isRecord } from './answer.ts';
import { OPEN, startDriver } from './driver.ts';
import type { Driver } from './driver.ts';
import type { Scene } from './scene.ts';

export interface AggregatedAnswer {
  readonly status: 'ok' | 'failed';
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
  /** What each driver answered, and its exit code. */
  readonly drivers: Readonly<Record<string, { answer: Record<string, unknown> | undefined; exitCode: number | null }>>;
  /** The smallest of all, each time one of them told something. */
  readonly progress: readonly { progress: number; message: string }[];
}

interface Member {
  readonly name: string;
  readonly driver: Driver;
  progress: number;
}

export async function measureAsAggregator(
  scene: Scene,
  control: Record<string, unknown>,
  env: Readonly<Record<string, string>>,
): Promise<AggregatedAnswer> {
  const names = readdirSync(join(scene.folder, 'measure.d')).sort();
  const described: Record<string, unknown> = {};
  for (const name of names) described[name] = await describeMember(scene, name, env);

  const members = names.map((name): Member => {
    const driver = startDriver(scene, { command: [`./measure.d/${name}`], args: ['app'], request: OPEN, env });
    writeInPieces(driver, JSON.stringify({ control: controlOf(name, control), metrics: described[name] }));
    return { name, driver, progress: 0 };
  });
  const progress: { progress: number; message: string }[] = [];
  const cancelAll = (): void => {
    for (const { driver } of members) driver.signal('SIGUSR1');
  };
  const followed = await Promise.all(
    members.map(async (member) => {
      const told = await follow(member, (message) => {
        progress.push({ progress: Math.min(...members.map((m) => m.progress)), message: `${member.name}: ${message}` });
      });
      if (told.failed) cancelAll();
      return [member.name, { answer: told.answer, exitCode: (await endOf(member.driver)).exitCode }] as const;
    }),
  );
  const answers = followed.map(([, { answer }]) => answer);
  const allGood = answers.every((a) => a?.['status'] === 'ok' && isRecord(a['metrics']) && isRecord(a['annotations']));
  const merged = (key: string): Record<string, unknown> =>
    Object.fromEntries(answers.flatMap((a) => Object.entries(a?.[key] ?? {})));
  return {
    status: allGood ? 'ok' : 'failed',
    metrics: merged('metrics'),
    annotations: merged('annotations'),
    drivers: Object.fromEntries(followed),
    progress,
  };
}

/** Reads one driver to its end; every line has to be an object, a blank one is a failure. */
async function follow(
  member: Member,
  tell: (message: string) => void,
): Promise<{ failed: boolean; answer: Record<string, unknown> | undefined }> {
  const lines = new LinesOf(member.driver);
  let answer: Record<string, unknown> | undefined;
  for (let line = await lines.next(); line !== 'end'; line = await lines.next()) {
    const value = asObject(line);
    if (value === undefined) return { failed: true, answer: undefined };
    if ('progress' in value) {
      member.progress = Math.trunc(Number(value['progress']));
      tell(typeof value['message'] === 'string' ? value['message'] : '');
    } else {
      answer = value;
    }
  }
  return { failed: answer?.['status'] !== 'ok', answer };
}

async function describeMember(scene: Scene, name: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const program = `./measure.d/${name}`;
  const info = await callForObject(scene, ['--info', 'app'], { program, env });
  if (info['has_cancel'] !== true || typeof info['version'] !== 'string') throw new Error(`${name}: no good --info`);
  const { metrics } = await callForObject(scene, ['--describe', 'app'], { program, env });
  if (!isRecord(metrics)) throw new Error(`${name} describes no metrics`);
  return metrics;
}

function controlOf(name: string, { userdata, ...control }: Record<string, unknown>): object {
  const own = isRecord(userdata) && isRecord(userdata[name]) ? userdata[name]['control'] : {};
  return { ...control, ...(isRecord(own) ? own : {}) };
}
