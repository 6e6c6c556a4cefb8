/**
 * Measures what the driver costs, each figure against its floor on this machine, and the peers on the same jobs. Without
 * options it measures all, and writes docs/performance.md. `--quick` takes under a minute and fails where something is
 * more than twice its limit; `--row NAME` measures that row, and `--peers` the peers alone.
 */
import { parseArgs } from 'node:util';
import { buildFloors } from './bench/build-floors.ts';
import { isDisaster, type Result } from './bench/judge.ts';
import { writePage } from './bench/page.ts';
import { comparePeers } from './bench/compare-peers.ts';
import { play } from './bench/play.ts';
import { resultsTable } from './bench/results-table.ts';
import type { Row } from './bench/row.ts';
import { ROWS } from './bench/rows.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true, default: [] },
    peers: { type: 'boolean', default: false },
  },
});
const rows = chosenRows(values.row);
buildFloors();

if (values.peers) {
  console.log(await comparePeers(tell));
} else {
  const results: Result[] = [];
  for (const row of rows) results.push(...(await (values.quick ? playQuickly(row) : play(row, false, tell))));
  console.log(resultsTable(results));
  if (!values.quick && values.row.length === 0) {
    const peers = await comparePeers(tell);
    console.log(peers);
    writePage(resultsTable(results), peers);
  }
}

/** What was over in one go may have been unlucky; what is over in two is not. */
async function playQuickly(row: Row): Promise<readonly Result[]> {
  const first = await play(row, true, tell);
  if (!first.some(isDisaster)) return first;
  tell(`${row.name}: over twice its limit, so once more\n${resultsTable(first)}`);
  const second = await play(row, true, tell);
  if (second.some(isDisaster)) process.exitCode = 1;
  return second;
}

function chosenRows(names: readonly string[]): readonly Row[] {
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
  if (unknown.length > 0) {
    console.error(`no row is called ${unknown.join(', ')}; there are: ${ROWS.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  return names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name));
}

/** Where it is: for people, and not part of the outcome. */
function tell(text: string): void {
  console.error(text);
}
