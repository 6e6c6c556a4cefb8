/**
 * Text with placeholders, `${control:duration}` and its like. Found when the config is read, filled in
 * when the task starts, in one pass: what a placeholder yields is never looked at again.
 */

/** The placeholders without a free part, with what each stands for. */
export const PLACEHOLDERS = {
  'control:duration': 'the duration asked for, in seconds',
  'control:warmup': 'the warm-up asked for, in seconds',
  'control:delay': 'the delay asked for, in seconds',
  'run:id': 'the id of this measurement',
  'run:app': 'the application, as the driver was called with it',
  'run:dir': 'a folder of this measurement, which tasks may fill',
  'window:start': 'when the window began, RFC 3339',
  'window:end': 'when the window ended, RFC 3339',
  'window:start_ms': 'when the window began, milliseconds since 1970',
  'window:end_ms': 'when the window ended, milliseconds since 1970',
  'window:start_s': 'when the window began, seconds since 1970',
  'window:end_s': 'when the window ended, seconds since 1970',
} as const;

export type PlainPlaceholder = keyof typeof PLACEHOLDERS;
export type SecretPlaceholder = `secret:${string}` | `secret_file:${string}`;
export type Placeholder = PlainPlaceholder | `env:${string}` | SecretPlaceholder;

/** Literal text, and placeholders between it. */
export type Template = readonly (string | { readonly placeholder: Placeholder })[];

/** What a placeholder stands for now; `undefined` is filled in as no text at all. */
export type Facts = (placeholder: Placeholder) => string | undefined;

export function isSecret(placeholder: Placeholder): placeholder is SecretPlaceholder {
  return placeholder.startsWith('secret:') || placeholder.startsWith('secret_file:');
}

/** The secrets that a text is made of. */
export function secretsIn(template: Template): SecretPlaceholder[] {
  const placeholders = template.flatMap((part) => (typeof part === 'string' ? [] : part.placeholder));
  return placeholders.filter(isSecret);
}

/** A template of literal text only. */
export function literal(text: string): Template {
  return [text];
}

/** The text of a template, with the facts of this moment. */
export function fillIn(template: Template, facts: Facts): string {
  let text = '';
  for (const part of template) {
    text += typeof part === 'string' ? part : (facts(part.placeholder) ?? '');
  }
  return text;
}
