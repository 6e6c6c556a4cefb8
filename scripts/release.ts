/** Fills `release/` with all that is handed out: single executables, the npm tarball, licences, bill of materials, checksums. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { billOfMaterials } from './binary/bill-of-materials.ts';
import { makeExecutables } from './binary/executable.ts';
import { fetchNode, MACHINES, NODE_VERSION, ownMachine } from './binary/node.ts';
import { bundledPackages, licenceNotices } from './build/licenses.ts';
import { METAFILE, RELEASE, ROOT } from './build/paths.ts';

process.chdir(ROOT);
rmSync(RELEASE, { recursive: true, force: true });
mkdirSync(RELEASE);

const metafiles = [JSON.parse(readFileSync(METAFILE, 'utf8')) as Metafile];
for (const machine of MACHINES) metafiles.push(...(await makeExecutables(machine)));
const packages = [...new Set(metafiles.flatMap(bundledPackages))].sort();
const node = fetchNode(ownMachine());

execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', RELEASE], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
write('bom.cdx.json', `${JSON.stringify(billOfMaterials(packages, node), undefined, 2)}\n`);
write(
  'THIRD-PARTY-LICENSES.txt',
  `${licenceNotices(ROOT, packages)}\n${'-'.repeat(80)}\n\nnode ${NODE_VERSION}, in the single executables\n\n${readFileSync(node.licence, 'utf8')}`,
);
const sums = readdirSync(RELEASE)
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(RELEASE, name)))
        .digest('hex')}  ${name}\n`,
  );
write('SHA256SUMS', sums.join(''));

function write(name: string, text: string): void {
  writeFileSync(join(RELEASE, name), text);
  console.log(`${RELEASE}/${name}`);
}
