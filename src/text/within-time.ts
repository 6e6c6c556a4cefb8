/**
 * Does some work that reads what somebody else has written, a regular expression for one, and gives it up after `limitMs`.
 * It must not wait for anything, nor change what others see.
 */
export function withinTime<T>(
  limitMs: number,
  work: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false } {
  const { createContext, Script } = process.getBuiltinModule('node:vm');
  const context = createContext({ work });
  try {
    return { ok: true, value: new Script('work()').runInContext(context, { timeout: limitMs }) as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { ok: false };
    throw error;
  }
}
