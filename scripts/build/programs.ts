import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { entryFile, type Program } from './paths.ts';

/** Makes a bundled entry one that can be run, and run at once. */
export function makeProgram(folder: string, name: Program, metafile: Metafile): void {
  const file = join(folder, entryFile(name));
  const code = withoutIdleImports(readFileSync(file, 'utf8'), folder, metafile);
  writeFileSync(file, code.startsWith('#!') ? code : `#!/usr/bin/env node\n${code}`);
  chmodSync(file, 0o755);
}

/** Entries import the chunk of esbuild's own helpers also where they use none: a file to load before the first statement. */
function withoutIdleImports(code: string, folder: string, metafile: Metafile): string {
  return code.replaceAll(/^import "\.\/(chunks\/[^"]+)";\n/gm, (statement, path: string) => {
    const chunk = metafile.outputs[join(folder, path)];
    if (chunk === undefined) throw new Error(`Internal error: the metafile does not know ${path}`);
    return Object.keys(chunk.inputs).length === 0 ? '' : statement;
  });
}
