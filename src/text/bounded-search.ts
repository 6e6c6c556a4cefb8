/** Whether a text matches, or that it was not found out in time. */
export type Search = (text: string) => RegExpExecArray | null | 'too-slow';

/**
 * Searches by a regular expression that somebody else has written. Some of them take years for a few hundred characters, so
 * each search is given up after `limitMs`, by the clock on the wall.
 */
export function boundedSearch(expression: RegExp, limitMs: number): Search {
  const { createContext, Script } = process.getBuiltinModule('node:vm');
  const context = createContext({ expression, text: '' });
  const script = new Script('expression.exec(text)');
  return (text) => {
    context['text'] = text;
    try {
      return script.runInContext(context, { timeout: limitMs }) as RegExpExecArray | null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too-slow';
      throw error;
    }
  };
}
