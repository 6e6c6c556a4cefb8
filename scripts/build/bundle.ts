import { isBuiltin } from 'node:module';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { ENTRIES, ROOT } from './paths.ts';

/** What holds for every bundle. */
export const FOR_NODE = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
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
    target: 'node20.18',
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    charset: 'utf8',
    plugins: [builtinsForCommonJs],
  });
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
