/** The series that a scene's drivers have kept. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../support/scene.ts';

export interface KeptSeries {
  readonly seriesId: string;
  readonly end: string;
  readonly runs: readonly { readonly runId: string; readonly outcome: string; readonly variant: string }[];
}

export function seriesOf(scene: Scene): KeptSeries[] {
  const folder = join(scene.folder, '.state/servo-exec/series');
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptSeries);
}
