export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * One environment of several, of which later ones win; `undefined` takes a variable away. One copy for each attempt, since
 * with many variables copies cost more than all else that goes on around one.
 */
export function mergeEnvironments(...environments: readonly Environment[]): Environment {
  return Object.assign(Object.create(null) as Environment, ...environments) as Environment;
}
