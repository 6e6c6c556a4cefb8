import type { Plan } from './plan.ts';
import { literal } from './template.ts';

/**
 * The plan with environment variables that win over `env:` and over the driver's own, in every command and for every
 * `${env:NAME}`. They become part of the plan, so that whoever cleans up after a driver that died has them, too.
 */
export function withVariables(plan: Plan, variables: Readonly<Record<string, string>>): Plan {
  return Object.keys(variables).length === 0 ? plan : (changed(plan, variables) as Plan);
}

function changed(piece: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(piece)) return piece.map((item) => changed(item, variables));
  if (piece instanceof Map) {
    return new Map([...(piece as Map<unknown, unknown>)].map(([key, value]) => [key, changed(value, variables)]));
  }
  if (typeof piece !== 'object' || piece === null) return piece;
  const placeholder: unknown = Reflect.get(piece, 'placeholder');
  if (typeof placeholder === 'string' && placeholder.startsWith('env:')) {
    const name = placeholder.slice('env:'.length);
    return Object.hasOwn(variables, name) ? variables[name] : piece;
  }
  const whole = Object.fromEntries(Object.entries(piece).map(([key, value]) => [key, changed(value, variables)]));
  const { argv, env } = whole;
  if (argv === undefined || !(env instanceof Map)) return whole;
  const own = Object.entries(variables).map(([name, value]) => [name, literal(value)] as const);
  return { ...whole, env: new Map([...(env as Map<unknown, unknown>), ...own]) };
}
