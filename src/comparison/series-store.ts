import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseObject, versionOf } from '../journal/read-version.ts';
import { makeInside, readPrivateFile } from '../state/private-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { writeWhole } from '../state/write-whole.ts';
import { SERIES_FORMAT, SERIES_VERSION, type Series } from './series-format.ts';

/** So many stay; one is a few kilobytes. */
const KEPT_SERIES = 100;
const FILE = /^(series-\d{8}-\d{6}-[0-9a-z]+)\.json$/;

function seriesFolder(state: StateFolder): string {
  return join(state.path, 'series');
}

/** The newest first. */
export function listSeriesIds(state: StateFolder): string[] {
  try {
    const names = readdirSync(seriesFolder(state)).flatMap((name) => FILE.exec(name)?.[1] ?? []);
    return names.sort().reverse();
  } catch {
    return [];
  }
}

/** Returns where it is. Removes the oldest ones that are too many. Throws where that cannot be written. */
export function keepSeries(state: StateFolder, series: Series): string {
  const folder = makeInside(seriesFolder(state));
  const path = join(folder, `${series.seriesId}.json`);
  writeWhole(path, `${JSON.stringify(series, undefined, 2)}\n`);
  for (const old of listSeriesIds(state).slice(KEPT_SERIES)) rmSync(join(folder, `${old}.json`), { force: true });
  return path;
}

/** `undefined` where there is none that can be read. */
export function readSeries(state: StateFolder, seriesId: string): Series | undefined {
  return seriesIn(readPrivateFile(join(seriesFolder(state), `${seriesId}.json`)) ?? '');
}

export function seriesIn(text: string): Series | undefined {
  const series = parseObject(text);
  if (series === undefined || versionOf(series, SERIES_FORMAT, SERIES_VERSION).kind !== 'known') return undefined;
  return series as Series;
}
