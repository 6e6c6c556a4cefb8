/** Makes `dist/`: the bundled entries and their chunks, the type declarations, the licences of what is bundled. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from './build/bundle.ts';
import { bundledPackages, licenceNotices } from './build/licenses.ts';
import { METAFILE, PROGRAMS, ROOT } from './build/paths.ts';
import { makeProgram } from './build/programs.ts';
import { declareTypes } from './build/types.ts';

process.chdir(ROOT);

// All is made beside the old build, which stays whole until the new one is.
const fresh = `.cache/build/dist-${String(process.pid)}`;
const old = `.cache/build/old-${String(process.pid)}`;
try {
  const metafile = await bundle(fresh);
  for (const name of PROGRAMS) makeProgram(fresh, name, metafile);
  writeFileSync(join(fresh, 'THIRD-PARTY-LICENSES.txt'), licenceNotices(ROOT, bundledPackages(metafile)));
  declareTypes(join(fresh, 'types'));
  mkdirSync(dirname(METAFILE), { recursive: true });
  writeFileSync(METAFILE, JSON.stringify(metafile).replaceAll(`"${fresh}/`, '"dist/'));
  if (existsSync('dist')) renameSync('dist', old);
  renameSync(fresh, 'dist');
} catch (error) {
  // What esbuild and tsc found they have told themselves.
  console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
}
