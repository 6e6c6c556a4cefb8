import { join } from 'node:path';
import type { StageName } from '../../src/events.ts';
import type { Scene } from '../../test/support/scene.ts';
import { ROOT } from '../build/paths.ts';
import { startStamped, type Ended } from './stamped-lines.ts';

export const DRIVER = join(ROOT, 'dist/measure.cjs');

/** A measurement of the built driver, seen from outside as its callers see it: by its lines. */
export interface Measurement {
  readonly pid: number;
  /** When the line came that tells the beginning of this stage. */
  began(stage: StageName): Promise<number>;
  /** When the answer came. */
  readonly answered: Promise<number>;
  /** Rejects unless the answer is the one that was expected. */
  readonly ended: Promise<Ended>;
}

export interface MeasurementOptions {
  /** The stages. Written as JSON, which is YAML too. */
  readonly stages: Readonly<Partial<Record<StageName, readonly object[]>>>;
  readonly durationSeconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly status?: 'ok' | 'failed';
}

export function startMeasurement(scene: Scene, options: MeasurementOptions): Measurement {
  const { stages, durationSeconds = 0, environment = {}, status = 'ok' } = options;
  scene.file('config.yaml', JSON.stringify({ exec: stages }));
  const program = startStamped(scene, [process.execPath, DRIVER, 'app'], {
    input: JSON.stringify({ control: { duration: durationSeconds } }),
    environment,
  });
  const answered = program.came('an answer', isAnswer);
  const ended = program.ended.then((end) => {
    const answer = end.lines.at(-1) ?? '';
    if (answer.includes(`"status":"${status}"`)) return end;
    throw new Error(`the measurement should have ended ${status}: ${answer}\n${end.stderr}`);
  });
  // Whoever waits for the beginning of a stage meets the failure there, and asks for no more.
  answered.catch(() => undefined);
  ended.catch(() => undefined);
  return {
    pid: program.pid,
    began: (stage) =>
      program.came(`the beginning of ${stage}`, (line) => messageOf(line)?.startsWith(`${stage}: `) === true),
    answered,
    ended,
  };
}

/** How long the stage `start` takes, from the line that tells its beginning to that of the window. */
export async function startStageMs(scene: Scene, options: MeasurementOptions): Promise<number> {
  const measurement = startMeasurement(scene, options);
  const [began, over] = await Promise.all([
    measurement.began('start'),
    measurement.began('window'),
    measurement.answered,
    measurement.ended,
  ]);
  return over - began;
}

function messageOf(line: string): string | undefined {
  const { message } = JSON.parse(line) as { message?: string | null };
  return message ?? undefined;
}

function isAnswer(line: string): boolean {
  return line.startsWith('{"status"');
}
