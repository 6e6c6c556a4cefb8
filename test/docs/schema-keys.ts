/** The keys that the schema of the config knows, read off the schema itself. */
import { sectionSchema } from '../../src/config/schema.ts';
import { SecretStore } from '../../src/config/secrets.ts';

/** By the path of the mapping they stand in: `''` is the section, `pre` a task of it, `pre.request` its request. */
export type KnownKeys = ReadonlyMap<string, readonly string[]>;

export function knownKeys(): KnownKeys {
  const found = new Map<string, readonly string[]>();
  const schema = sectionSchema((stage) => ({
    stage,
    environment: {},
    secrets: new SecretStore({}),
    missingEnvironment: 'error',
    warn: () => {},
  }));
  collect(schema, '', found);
  return found;
}

/** Goes through what valibot's schemas are made of: wrappers, lists and mappings. */
function collect(schema: unknown, path: string, found: Map<string, readonly string[]>): void {
  const { type, getter, wrapped, item, pipe, entries, value } = schema as {
    type: string;
    getter?: (input: undefined) => unknown;
    wrapped?: unknown;
    item?: unknown;
    pipe?: readonly unknown[];
    entries?: Readonly<Record<string, unknown>>;
    value?: unknown;
  };
  if (type === 'object' && entries !== undefined) {
    found.set(path, Object.keys(entries));
    for (const [key, entry] of Object.entries(entries)) collect(entry, path === '' ? key : `${path}.${key}`, found);
  } else if (type === 'lazy' && getter !== undefined) collect(getter(undefined), path, found);
  else if (type === 'record' && value !== undefined) collect(value, path, found);
  else if (wrapped !== undefined) collect(wrapped, path, found);
  else if (item !== undefined) collect(item, path, found);
  else if (pipe?.[0] !== undefined && pipe[0] !== schema) collect(pipe[0], path, found);
}
