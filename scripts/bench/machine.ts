import { cpus, release, totalmem } from 'node:os';

/** What the figures depend on, without the name of the machine. */
export function machine(): readonly (readonly [what: string, value: string])[] {
  const all = cpus();
  const model = all[0]?.model.trim() ?? 'unknown';
  // What a distributor or a host adds to the version tells nothing here.
  const kernel = release().split('-')[0] ?? '';
  return [
    ['processor', `${model}, ${String(all.length)} ${all.length === 1 ? 'core' : 'cores'}`],
    ['memory', `${(totalmem() / 1e9).toFixed(0)} GB`],
    ['kernel', `Linux ${kernel}`],
    ['Node', process.version],
  ];
}
