import { spawnSync } from 'node:child_process';
import { markdownTable } from './markdown-table.ts';
import type { Peer } from './peer.ts';
import { cancelled, commandsTime, requestsTime } from './peer-jobs.ts';
import { ansible } from './peers/ansible.ts';
import { bash } from './peers/bash.ts';
import { chaosToolkit } from './peers/chaos-toolkit.ts';
import { ours } from './peers/ours.ts';

const HEADER = ['', '1,000 commands', '100 requests', 'cancel: SIGTERM to exit', 'left running'];
const PEERS: readonly Peer[] = [ours, bash, chaosToolkit, ansible];

/** Has all peers that this machine has do the same jobs. Returns the table. */
export async function comparePeers(tell: (text: string) => void): Promise<string> {
  const rows: string[][] = [];
  for (const peer of PEERS) {
    const version = versionOf(peer);
    tell(`${peer.name}: ${version ?? 'not there'}`);
    if (version === undefined) {
      rows.push([peer.name, `not on this machine: ${peer.howToGet}`]);
      continue;
    }
    const [commands, requests] = [await commandsTime(peer), await requestsTime(peer)];
    const { time, left } = await cancelled(peer);
    rows.push([`${peer.name} ${version}`, commands, requests, time, left]);
  }
  return markdownTable(HEADER, rows);
}

function versionOf({ version: [program, ...args] }: Peer): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? /\d+(?:\.\d+)+/.exec(stdout)?.[0] : undefined;
}
