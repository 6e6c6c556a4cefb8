import { closest } from '../../text/closest.ts';
import { listRunIds } from '../../state/run-folders.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';

export type FoundRun = { readonly ok: true; readonly runId: string } | { readonly ok: false; readonly message: string };

const MOST_CANDIDATES = 10;

/** The run that an id, the beginning of one, or `latest` means. */
export function findRun(folder: StateFolder, wanted: string): FoundRun {
  const ids = listRunIds(folder);
  const [latest] = ids;
  const shown = JSON.stringify(visible(wanted));
  if (latest === undefined) return { ok: false, message: `there are no runs in ${visible(folder.path)}` };
  if (wanted === 'latest') return { ok: true, runId: latest };
  if (ids.includes(wanted)) return { ok: true, runId: wanted };
  const candidates = wanted === '' ? [] : ids.filter((runId) => runId.startsWith(wanted));
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return { ok: true, runId: only };
  if (only !== undefined) {
    const more = candidates.length - MOST_CANDIDATES;
    const lines = candidates.slice(0, MOST_CANDIDATES).map((runId) => `  ${runId}`);
    if (more > 0) lines.push(`  and ${String(more)} more`);
    return {
      ok: false,
      message: [`${shown} is the beginning of ${String(candidates.length)} runs:`, ...lines].join('\n'),
    };
  }
  const meant = closest(wanted, ['latest', ...ids]);
  const hint = meant === undefined ? '`servo-exec runs` lists them' : `did you mean ${meant}?`;
  return { ok: false, message: `there is no run ${shown} in ${visible(folder.path)}\n  ${hint}` };
}
