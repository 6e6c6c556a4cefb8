import type { Plan } from './plan.ts';
import { withoutPasswords } from './shown.ts';

/** A plan as JSON can hold it. What a placeholder stands for is not in it, only which one it is. */
export type PlanJson = Readonly<Record<string, unknown>>;

/** For a file: passwords in URLs are left out, and `findPasswords` brings them back from the config. */
export function planToJson(plan: Plan, passwords: 'kept' | 'left-out'): PlanJson {
  return JSON.parse(serialised(plan, passwords)) as PlanJson;
}

/** Also one of the time before there were probes and figures. */
export function planFromJson(json: PlanJson): Plan {
  const plan = JSON.parse(JSON.stringify(json), (_, value: unknown) =>
    isMapJson(value) ? new Map(value.map) : value,
  ) as Plan;
  const stages: Plan['stages'] = { ...plan.stages, window: (plan.stages as Partial<Plan['stages']>).window ?? [] };
  const { metrics = [], thresholds = [] } = plan as Partial<Plan>;
  return { ...plan, stages, metrics, thresholds };
}

/** Whether two pieces of plans are the same, but for passwords in URLs. */
export function isSameButForPasswords(a: unknown, b: unknown): boolean {
  return serialised(a, 'left-out') === serialised(b, 'left-out');
}

/** Whether a password was left out of a piece of a plan that was read back. */
export function lacksPasswords(piece: unknown): boolean {
  return /:\/\/[^\s/:@]*:\*+@/.test(serialised(piece, 'kept'));
}

function serialised(piece: unknown, passwords: 'kept' | 'left-out'): string {
  return JSON.stringify(piece, (_, value: unknown) => {
    if (value instanceof Map) return { map: [...(value as Map<unknown, unknown>)] };
    return passwords === 'left-out' && typeof value === 'string' ? withoutPasswords(value) : value;
  });
}

function isMapJson(value: unknown): value is { readonly map: [unknown, unknown][] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).join() === 'map' &&
    Array.isArray(Reflect.get(value, 'map'))
  );
}
