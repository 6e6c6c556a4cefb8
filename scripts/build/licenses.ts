import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Licences that ask for no more than that their text travels along. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** The folders of the packages with code in the bundle, as esbuild names them: `node_modules/yaml`. */
export function bundledPackages(metafile: Metafile): readonly string[] {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = bytesInOutput > 0 ? packageFolder(input) : undefined;
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** `node_modules/a/node_modules/@b/c/dist/d.js` is part of `node_modules/a/node_modules/@b/c`. */
export function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

/**
 * The text that travels with the bundle: name, version, licence and licence files of each package.
 * @throws Error that names every package whose licence is not permissive, or has no text.
 */
export function licenceNotices(root: string, folders: readonly string[]): string {
  const mistakes: string[] = [];
  const notices = folders.map((folder) => {
    const { name, version, license } = readManifest(join(root, folder));
    const files = readdirSync(join(root, folder)).filter((file) => LICENCE_FILE.test(file));
    if (!PERMISSIVE.includes(license)) {
      mistakes.push(`${name} ${version}: its licence "${license}" is not one of ${PERMISSIVE.join(', ')}`);
    }
    if (files.length === 0) mistakes.push(`${name} ${version}: the package holds no text of its licence`);
    const texts = files.sort().map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  if (mistakes.length > 0) throw new Error(`Cannot be bundled:\n  ${mistakes.join('\n  ')}`);
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return ['Code of these packages is part of the files in this folder.', ...notices].join(rule) + '\n';
}

export function readManifest(folder: string): { name: string; version: string; license: string } {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = (key: string): string => {
    const value: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, key) : undefined;
    return typeof value === 'string' ? value : 'unknown';
  };
  return { name: text('name'), version: text('version'), license: text('license') };
}
