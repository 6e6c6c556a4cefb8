import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';
import { LIBRARIES } from './paths.ts';

/** Writes the types of what other programs import, each with all that it needs in one file. Mistakes are told by `npm run typecheck`. */
export function declareTypes(folder: string): void {
  const entries = LIBRARIES.map((name) => ({
    filePath: `src/${name}.ts`,
    output: { noBanner: true, exportReferencedTypes: false },
  }));
  const texts = generateDtsBundle([...entries], { preferredConfigPath: 'tsconfig.types.json' });
  mkdirSync(folder, { recursive: true });
  for (const [index, name] of LIBRARIES.entries()) writeFileSync(join(folder, `${name}.d.ts`), texts[index] ?? '');
}
