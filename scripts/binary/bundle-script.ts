import { build, type Metafile } from 'esbuild';
import { FOR_NODE } from '../build/bundle.ts';
import type { Program } from '../build/paths.ts';

/**
 * Bundles all that a program needs into one CommonJS file, which is what a single executable takes. What is loaded by need in
 * `dist/` runs by need here.
 */
export async function bundleScript(program: Program, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    ...FOR_NODE,
    entryPoints: [`src/binary/${program}.ts`],
    outfile,
    format: 'cjs',
    target: 'node24',
    // `import()` in a single executable knows Node's own modules only, and `require` has them sooner.
    supported: { 'dynamic-import': false },
    // With one byte for each character there is nothing to convert at each start.
    charset: 'ascii',
  });
  return metafile;
}
