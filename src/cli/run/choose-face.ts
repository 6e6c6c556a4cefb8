import { isatty } from 'node:tty';
import type { EarlyEnd } from '../../driver/early-end.ts';
import type { World } from '../../driver/world.ts';
import type { LoadedPlan } from '../../measurement/load-plan.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import type { Face } from './face.ts';
import { isInGithub } from './github-notes.ts';

export interface FaceChoice {
  readonly json?: boolean;
  readonly events?: boolean;
}

/** The face that was asked for, else the one for where standard output goes. Loads no other. */
export async function chooseFace(
  { json, events }: FaceChoice,
  model: RunModel,
  loaded: LoadedPlan & { ok: true },
  world: World,
  earlyEnd: EarlyEnd,
): Promise<Face> {
  const onBroken = (code: string): void => {
    earlyEnd.readerGone(`nobody reads standard output any more, ${code}`);
  };
  if (json === true) return new (await import('./json-face.ts')).JsonFace(model, world, onBroken);
  if (events === true) return new (await import('./events-face.ts')).EventsFace(model, loaded, world, onBroken);
  if (isInGithub(process.env)) return new (await import('./github-face.ts')).GithubFace(model, world, onBroken);
  if (isatty(world.outputFd) && process.env['TERM'] !== 'dumb') {
    return new (await import('./live-face.ts')).LiveFace(model, world, earlyEnd.signal, onBroken);
  }
  return new (await import('./plain-face.ts')).PlainFace(model, world, onBroken);
}
