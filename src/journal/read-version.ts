import { VERSION } from '../version.ts';

export type Unreadable =
  /** There is none, or not enough of it to tell what it is of. */
  | { readonly kind: 'none' }
  /** Something else than what is looked for. */
  | { readonly kind: 'unreadable' }
  /** A later version of this program wrote it, in a way that only that can read. */
  | { readonly kind: 'newer'; readonly version: number; readonly servoExec: string };

/** What an object that begins with `format` and `version` says of itself. */
export function versionOf(head: object, format: string, known: number): { readonly kind: 'known' } | Unreadable {
  const version: unknown = Reflect.get(head, 'version');
  const isOne = Reflect.get(head, 'format') === format && typeof version === 'number';
  if (!isOne || !Number.isInteger(version) || version < 1) return { kind: 'unreadable' };
  if (version <= known) return { kind: 'known' };
  const servoExec: unknown = Reflect.get(head, 'servoExec');
  return { kind: 'newer', version, servoExec: typeof servoExec === 'string' ? servoExec : 'unknown' };
}

/** `undefined` for what is no object in JSON. */
export function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Why a run cannot be read, for a person. */
export function describeUnreadable(runId: string, why: Unreadable): string {
  switch (why.kind) {
    case 'none':
      return `nothing is known of run ${runId}: there is no journal in its folder`;
    case 'unreadable':
      return `the journal of run ${runId} is none of servo-exec, or has been changed`;
    case 'newer':
      return `run ${runId} was kept by a later version, servo-exec ${why.servoExec}: this one, ${VERSION}, cannot read it; use that one`;
  }
}
