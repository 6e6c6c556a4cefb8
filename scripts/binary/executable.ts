import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { inject } from 'postject';
import { executableOf, PROGRAMS, RELEASE } from '../build/paths.ts';
import { bundleScript } from './bundle-script.ts';
import { newestVersion, withoutSymbols } from './elf.ts';
import { fetchNode, ownMachine, type Machine } from './node.ts';

/** What Node looks for in its own file, and whether to look. */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const DEPLOY = 'docs/deploy.md';

/** Makes the single executables for a machine in `release/`, and tells what was bundled. */
export async function makeExecutables(machine: Machine): Promise<readonly Metafile[]> {
  const work = join('.cache/binary', String(process.pid));
  for (const folder of [work, RELEASE]) mkdirSync(folder, { recursive: true });
  try {
    return await makeIn(work, machine);
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function makeIn(work: string, machine: Machine): Promise<readonly Metafile[]> {
  const node = readFileSync(fetchNode(machine).executable);
  checkNeeds(node);
  const bare = withoutSymbols(node);
  const metafiles: Metafile[] = [];
  for (const program of PROGRAMS) {
    const script = join(work, `${program}.cjs`);
    metafiles.push(await bundleScript(program, script));
    const file = join(work, program);
    writeFileSync(file, bare);
    chmodSync(file, 0o755);
    await inject(file, RESOURCE, blobOf(script, machine), { sentinelFuse: FUSE });
    const finished = executableOf(program, machine);
    renameSync(file, finished);
    console.log(`${finished}: ${(statSync(finished).size / 1e6).toFixed(1)} MB`);
  }
  return metafiles;
}

/** The script in the form in which Node takes it. Compiled code is of use to the machine that compiled it only. */
function blobOf(script: string, machine: Machine): Buffer {
  const own = ownMachine();
  const output = `${script}.blob`;
  const config = {
    main: script,
    output,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: machine === own,
    // Some free port, where an early SIGUSR1 opens one: with a given port the signal is lost if another program has that.
    execArgv: ['--inspect-port=0'],
  };
  writeFileSync(`${script}.json`, JSON.stringify(config));
  execFileSync(fetchNode(own).executable, ['--experimental-sea-config', `${script}.json`], { stdio: 'pipe' });
  return readFileSync(output);
}

/** @throws Error when the document does not name what the executable needs. */
function checkNeeds(node: Buffer): void {
  const text = readFileSync(DEPLOY, 'utf8');
  const needs = [
    `glibc ${newestVersion(node, 'GLIBC')} or later`,
    `\`libstdc++.so.6\` with \`GLIBCXX_${newestVersion(node, 'GLIBCXX')}\``,
  ];
  const missing = needs.filter((need) => !text.includes(need));
  if (missing.length > 0) throw new Error(`${basename(DEPLOY)} does not say that it needs: ${missing.join('; ')}`);
}
