/** What `${secret:NAME}` and `${secret_file:/path}` stand for. A plan has the placeholders only, never the values. */
import type { Task } from './plan.ts';
import { templatesOf } from './plan-texts.ts';
import { readSecretFile } from './secret-file.ts';
import { quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import { secretsIn, type SecretPlaceholder } from './template.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type SecretValues = ReadonlyMap<SecretPlaceholder, string>;

export type Secret =
  | { readonly ok: true; readonly value: string }
  /** Tells where it was looked for, and nothing of what is there. */
  | { readonly ok: false; readonly problem: Problem };

/** Looks each secret up once, however often it is asked for. */
export class SecretStore {
  readonly #environment: Environment;
  readonly #found = new Map<SecretPlaceholder, Secret>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  resolve(placeholder: SecretPlaceholder): Secret {
    const known = this.#found.get(placeholder);
    if (known !== undefined) return known;
    const secret = lookUp(placeholder, this.#environment);
    this.#found.set(placeholder, secret);
    return secret;
  }

  /** What was asked for so far and is there. */
  values(): SecretValues {
    const values = new Map<SecretPlaceholder, string>();
    for (const [placeholder, secret] of this.#found) if (secret.ok) values.set(placeholder, secret.value);
    return values;
  }
}

/** A line for each secret of a task that is not there, where not the config is at hand but the plan that was made of it. */
export function missingSecrets(task: Task, store: SecretStore): string[] {
  const found = [...new Set(templatesOf(task).flatMap(secretsIn))].map((placeholder) => store.resolve(placeholder));
  return found.flatMap((secret) => (secret.ok ? [] : secret.problem.message));
}

function lookUp(placeholder: SecretPlaceholder, environment: Environment): Secret {
  const place = placeholder.slice(placeholder.indexOf(':') + 1);
  if (placeholder.startsWith('secret:')) {
    const value = Object.hasOwn(environment, place) ? environment[place] : undefined;
    if (value !== undefined) return { ok: true, value };
    return notThere(
      `the environment variable ${quote(place)}, which is to hold a secret, is not set`,
      didYouMean(place, Object.keys(environment)),
    );
  }
  const read = readSecretFile(place);
  return read.ok ? { ok: true, value: read.text } : notThere(`the secret ${quote(place)} cannot be read: ${read.why}`);
}

function notThere(message: string, hint?: string): Secret {
  return { ok: false, problem: { message, hint } };
}
