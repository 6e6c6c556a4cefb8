import { constants, createReadStream } from 'node:fs';

/** The lines of a file, without more of it in memory than the longest. Rejects where it cannot be read. */
export async function* readLines(path: string): AsyncGenerator<string, void, undefined> {
  const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
  // The types know letters only.
  const flags = (O_RDONLY | O_NOFOLLOW | O_NONBLOCK) as unknown as string;
  let rest = '';
  for await (const chunk of createReadStream(path, { flags, encoding: 'utf8' }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
