import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../build/paths.ts';

/** Where they are put. */
export const FLOORS = join(ROOT, '.cache/bench');

/** Bundles the programs that ours is measured against, so that each runs on the bare Node, as ours does. */
export function buildFloors(): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['scripts/bench/floors/*.ts'],
    outdir: FLOORS,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.18',
    // As in the bundle of ours.
    alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
    logLevel: 'warning',
  });
}
