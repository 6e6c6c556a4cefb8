/** JSONPath (RFC 9535). Nothing of a path is ever executed. */
import { compile, JSONPathError, type JSONValue } from 'json-p3';

/** Why a text is no path; `undefined` if it is one. */
export function jsonPathProblem(path: string): string | undefined {
  try {
    compile(path);
    return undefined;
  } catch (error) {
    if (error instanceof JSONPathError) return error.message;
    throw error;
  }
}

/** All values that a path finds, in the order of the document. */
export function findByPath(path: string, document: unknown): readonly unknown[] {
  return compile(path)
    .query(document as JSONValue)
    .values();
}
