import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { toCommonJs } from './common-js.ts';
import { COMMON_JS, entryFile, ENTRIES, ROOT } from './paths.ts';

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

async function bundleEntry(name: (typeof ENTRIES)[number], outdir: string): Promise<Metafile> {
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
  if (COMMON_JS.includes(name)) {
    await toCommonJs(join(outdir, entryFile(name)), Object.keys(result.metafile.outputs), FOR_NODE.target);
  }
  return result.metafile;
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
