import { writeFileSync } from 'node:fs';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { processWorld } from '../driver/world.ts';
import { visible } from '../text/visible.ts';
import { describeTrouble } from './cannot-write.ts';
import { print } from './output.ts';
import { TEMPLATES } from './templates/templates.ts';
import type { TemplateName } from './templates/names.ts';

/** Writes a config to start from, where there is nothing yet. Resolves with the exit code. */
export async function init(file: string, template: TemplateName): Promise<number> {
  const name = visible(file);
  try {
    // Fails on whatever is there, a link to nothing too.
    writeFileSync(file, TEMPLATES[template], { flag: 'wx' });
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      await processWorld.tell(
        `${name} is there already, and is left as it is\n  name another file: servo-exec init FILE`,
      );
      return EXIT_CODES.usage;
    }
    await processWorld.tell(describeTrouble(file, code));
    return EXIT_CODES.failed;
  }
  await print(
    [
      `${name}: written, a config for ${template}`,
      'its comments say what to change; then:',
      `  servo-exec validate${shown(file)}`,
      `  servo-exec run${shown(file)} --duration 30s`,
    ].join('\n'),
  );
  return EXIT_CODES.ok;
}

/** The argument that the next command needs, as a shell takes it. */
function shown(file: string): string {
  if (file === 'config.yaml') return '';
  const name = visible(file);
  return /^[\w./@%+:,-]+$/.test(name) ? ` ${name}` : ` '${name.replaceAll("'", "'\\''")}'`;
}
