import { isBuiltin } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { build, transform, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { COMMON_JS, ENTRIES, ROOT } from './paths.ts';

/** What holds for every bundle. */
export const FOR_NODE = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  // Not minified: a stack trace can be read, and it would save less than a millisecond of start-up.
  minify: false,
  // The package's ES modules: a quarter smaller and some milliseconds faster to load than its CommonJS for Node.
  alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the entries into a folder. What a call does not need stands in chunks of its own. Each entry is bundled by itself,
 * so that what it always needs is in its one file and not in chunks that it would share with others.
 */
export async function bundle(outdir: string): Promise<Metafile> {
  const whole: Metafile = { inputs: {}, outputs: {} };
  for (const name of ENTRIES) {
    const { inputs, outputs } = await bundleEntry(name, outdir);
    Object.assign(whole.inputs, inputs);
    Object.assign(whole.outputs, outputs);
  }
  return whole;
}

async function bundleEntry(name: string, outdir: string): Promise<Metafile> {
  const result = await build({
    ...FOR_NODE,
    entryPoints: [`src/${name}.ts`],
    outdir,
    splitting: true,
    format: 'esm',
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    charset: 'utf8',
    plugins: [builtinsForCommonJs],
    ...(COMMON_JS.includes(name) ? { outExtension: { '.js': '.cjs' } } : {}),
  });
  if (COMMON_JS.includes(name)) for (const file of Object.keys(result.metafile.outputs)) await toCommonJs(file);
  return result.metafile;
}

/** In a step of its own, since only ES modules can be split. */
async function toCommonJs(file: string): Promise<void> {
  const code = readFileSync(file, 'utf8');
  const isWithUrl = code.includes('import.meta.url');
  const result = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: FOR_NODE.target,
    charset: 'utf8',
    // `import()` would load all that ES modules need.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'ownUrl' },
    banner: isWithUrl ? "const ownUrl = require('node:url').pathToFileURL(__filename).href;" : '',
  });
  writeFileSync(file, result.code);
}

/**
 * A CommonJS package in an ES module has no `require`. Node hands out its own modules without one,
 * so that no file begins with making it.
 */
const builtinsForCommonJs: Plugin = {
  name: 'builtins-for-commonjs',
  setup(bundling) {
    bundling.onResolve({ filter: /^[a-z_:/0-9]+$/ }, ({ path, kind }) => {
      if (kind !== 'require-call') return undefined;
      return isBuiltin(path) ? { path, namespace: 'builtin' } : undefined;
    });
    bundling.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};
