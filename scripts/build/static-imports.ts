import type { Metafile } from 'esbuild';

/** The inputs that are loaded as soon as this output is: its own, and those of all that it imports statically. */
export function staticInputs(metafile: Metafile, output: string): readonly string[] {
  const seen = new Set<string>();
  const inputs = new Set<string>();
  const pending = [output];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const entry = metafile.outputs[file];
    if (entry === undefined) throw new Error(`Internal error: the metafile does not know ${file}`);
    for (const input of Object.keys(entry.inputs)) inputs.add(input);
    for (const { kind, path, external } of entry.imports) {
      if (kind === 'import-statement' && external !== true) pending.push(path);
    }
  }
  return [...inputs].sort();
}
