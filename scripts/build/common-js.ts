import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { transform } from 'esbuild';

/** What a file in CommonJS loads at once. */
const LOADED = /^var (\w+) = require\("(\.[^"]+)"\);$/gm;

/**
 * Makes CommonJS of an entry and all files that were split off; a step of its own, since only ES modules can be split. What
 * the entry loads at once becomes part of it, since each file costs near a millisecond of the start; the others find it there.
 */
export async function toCommonJs(entry: string, files: readonly string[], target: string): Promise<void> {
  for (const file of files) writeFileSync(file, await converted(readFileSync(file, 'utf8'), target));
  if (readFileSync(entry, 'utf8').includes('module.exports =')) throw new Error(`${entry} exports something`);
  const taken = new Set<string>();
  const whole = withLoaded(entry, dirname(entry), taken);
  writeFileSync(entry, `const __loaded = module.exports;\n${whole}`);
  for (const file of taken) {
    const path = relative(dirname(file), entry);
    writeFileSync(file, `module.exports = require(${JSON.stringify(path)})[${JSON.stringify(basename(file))}];\n`);
  }
}

async function converted(code: string, target: string): Promise<string> {
  const result = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target,
    charset: 'utf8',
    // `import()` would load all that ES modules need.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__ownUrl' },
  });
  return result.code.replaceAll('__ownUrl', "require('node:url').pathToFileURL(__filename).href");
}

/** The code of a file as it stands in the folder of the entry, with that of all that it loads at once in its place. */
function withLoaded(file: string, folder: string, taken: Set<string>): string {
  const inPlace = readFileSync(file, 'utf8').replaceAll(LOADED, (_, name: string, path: string) => {
    const loaded = join(dirname(file), path);
    const place = `__loaded[${JSON.stringify(basename(loaded))}]`;
    if (taken.has(loaded)) return `var ${name} = ${place};`;
    taken.add(loaded);
    const code = withLoaded(loaded, folder, taken);
    return `var ${name} = ${place} = ((module) => {\n${code}\nreturn module.exports;\n})({});`;
  });
  if (dirname(file) === folder) return inPlace;
  return inPlace.replaceAll(/require\("(\.[^"]+)"\)/g, (_, path: string) => {
    return `require(${JSON.stringify(`./${relative(folder, join(dirname(file), path))}`)})`;
  });
}
