import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build/paths.ts';

/** The Node that single executables are made of. A new version is entered here, with what `sha256sum` says of its `bin/node`. */
export const NODE_VERSION = '24.21.0';
const SHA256 = {
  x64: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  arm64: '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
} as const;

export type Machine = keyof typeof SHA256;
export const MACHINES = Object.keys(SHA256) as readonly Machine[];

export interface NodeOfMachine {
  readonly executable: string;
  readonly licence: string;
}

export function ownMachine(): Machine {
  const machine = MACHINES.find((known) => known === process.arch);
  if (machine === undefined) throw new Error(`No package with a Node for ${process.arch} is known here.`);
  return machine;
}

/** Fetches the npm package that holds this Node and nothing else, once. */
export function fetchNode(machine: Machine): NodeOfMachine {
  const name = `node-linux-${machine}`;
  const prefix = join(ROOT, '.cache/node', `${NODE_VERSION}-${machine}`);
  const folder = join(prefix, 'node_modules', name);
  const executable = join(folder, 'bin/node');
  if (!existsSync(executable)) {
    const options = ['--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', prefix];
    // Without force npm refuses what is made for another machine.
    const target = ['--force', `${name}@${NODE_VERSION}`];
    execFileSync('npm', ['install', ...options, ...target], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const found = createHash('sha256').update(readFileSync(executable)).digest('hex');
  if (found !== SHA256[machine]) {
    throw new Error(`${executable} is not the Node that scripts/binary/node.ts names: its SHA-256 is ${found}`);
  }
  return { executable, licence: join(folder, 'LICENSE') };
}
