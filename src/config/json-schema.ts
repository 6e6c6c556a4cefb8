/** The JSON Schema (draft-07) of a config, made of what the validator checks by. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { JsonSchema } from './json-kinds.ts';
import type { CheckScope } from './leaves.ts';
import type { TaskStage } from './plan.ts';
import { sectionSchema } from './schema.ts';
import { SecretStore } from './secrets.ts';

/** `config` is a whole file, in which sections of others may stand; `section` what stands below `exec`. */
export function configJsonSchema(part: 'config' | 'section'): JsonSchema {
  const { $schema, $ref, $defs } = named(
    toJsonSchema(sectionSchema(scopeOf), {
      target: 'draft-07',
      // What a leaf reads is told by its metadata; the package cannot know it.
      errorMode: 'ignore',
      overrideAction: ({ valibotAction, jsonSchema }) => withOurs(valibotAction, jsonSchema),
    }) as JsonSchema,
  );
  const section = { $ref };
  const whole = {
    title: 'the config of servo-exec',
    type: ['object', 'null'],
    properties: { exec: { description: 'The tasks around a measurement, in stages.', ...section } },
  };
  return { $schema, ...(part === 'section' ? section : whole), $defs };
}

/** Adds the JSON Schema that `schema-kit.ts` has put into the metadata. */
function withOurs(action: object, schema: object): object {
  const ours: unknown = 'metadata' in action ? Reflect.get(action.metadata as object, 'json') : undefined;
  if (typeof ours !== 'function') return schema;
  // The package has copied the function itself, too.
  return { ...schema, json: undefined, ...(ours as () => JsonSchema)() };
}

/** The same scope for stages that know the same, so that they share what is made of it. */
const BEFORE_WINDOW = scope('start');
const AFTER_WINDOW = scope('stop');

function scopeOf(stage: TaskStage): CheckScope {
  return stage === 'stop' || stage === 'post' ? AFTER_WINDOW : BEFORE_WINDOW;
}

function scope(stage: TaskStage): CheckScope {
  const secrets = new SecretStore({});
  return { stage, environment: {}, secrets, missingEnvironment: 'warning', warn: () => undefined };
}

/** Calls the definitions by their titles, which are numbered before. */
function named(schema: JsonSchema): JsonSchema {
  const definitions = schema['$defs'] as Readonly<Record<string, { readonly title: string }>>;
  const names = new Map(Object.entries(definitions).map(([id, { title }]) => [id, title.replaceAll(' ', '-')]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') return `#/$defs/${nameOf(value.slice('#/$defs/'.length))}`;
    if (key !== '$defs' || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([id, definition]) => [nameOf(id), definition as unknown]));
  }) as JsonSchema;
}
