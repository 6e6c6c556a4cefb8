import { readFileSync } from 'node:fs';
import {
  joined,
  sideOfResult,
  sideOfSeries,
  sideOfText,
  type FoundSide,
  type Side,
} from '../../comparison/series-runs.ts';
import { listSeriesIds, readSeries } from '../../comparison/series-store.ts';
import { readResult } from '../../journal/read-result.ts';
import { describeUnreadable } from '../../journal/read-version.ts';
import { runFolder, type StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';
import { findRun } from '../history/find-run.ts';

/** What somebody wants to compare: a run, several with commas between them, a series, or a file with one of these. */
export function findSide(state: StateFolder, wanted: string): FoundSide {
  const sides: Side[] = [];
  for (const one of isFile(wanted) ? [wanted] : wanted.split(',')) {
    const found = findOne(state, one.trim());
    if (!found.ok) return found;
    sides.push(found.side);
  }
  return { ok: true, side: joined(sides) };
}

function findOne(state: StateFolder, wanted: string): FoundSide {
  if (isFile(wanted)) return inFile(wanted);
  const [id, variant] = splitVariant(wanted);
  if (id.startsWith('series-')) return inSeries(state, id, variant);
  const found = findRun(state, wanted);
  if (!found.ok) return found;
  const read = readResult(runFolder(state, found.runId));
  if (read.kind === 'none') return { ok: false, message: `run ${found.runId} is not over, or its result was lost` };
  if (read.kind !== 'read') return { ok: false, message: describeUnreadable(found.runId, read) };
  return sideOfResult(read.result);
}

/** A file has a folder or an ending; an id has neither. */
function isFile(wanted: string): boolean {
  return /\/|\.json(:|$)/.test(wanted);
}

function inFile(wanted: string): FoundSide {
  const [, file = wanted, variant] = /^(.*\.json):([^/]+)$/s.exec(wanted) ?? [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return {
      ok: false,
      message: `cannot read ${visible(file)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
    };
  }
  const found = sideOfText(text, variant);
  return found.ok ? found : { ok: false, message: `${visible(file)}: ${found.message}` };
}

function inSeries(state: StateFolder, id: string, variant: string | undefined): FoundSide {
  const ids = listSeriesIds(state);
  const candidates = id === 'series-latest' ? ids.slice(0, 1) : ids.filter((one) => one.startsWith(id));
  const [only, ...others] = candidates;
  if (only === undefined)
    return { ok: false, message: `there is no series ${JSON.stringify(visible(id))} in ${visible(state.path)}` };
  if (others.length > 0) {
    return {
      ok: false,
      message: `${JSON.stringify(visible(id))} is the beginning of ${String(candidates.length)} series`,
    };
  }
  const series = readSeries(state, only);
  return series === undefined
    ? { ok: false, message: `${only} cannot be read: a later version wrote it, or it has been changed` }
    : sideOfSeries(series, variant);
}

function splitVariant(wanted: string): readonly [string, string | undefined] {
  const place = wanted.indexOf(':');
  return place < 0 ? [wanted, undefined] : [wanted.slice(0, place), wanted.slice(place + 1)];
}
