/** How a problem travels through valibot: the words in an issue's message, the piece meant in `received`. */
import type * as v from 'valibot';
import { isScalar } from 'yaml';
import type { Problem } from './source-text.ts';
import type { List, Mapping } from './values.ts';

/** Which part of a mapping or list a problem is about. */
export interface Part {
  readonly of: Mapping | List;
  readonly key: string | number;
  /** The key itself is meant, not its value. */
  readonly keyItself?: boolean;
}

export type Report = (problem: Problem, part?: Part) => void;

interface IssueInfo {
  message: string;
  received: string;
  path?: [v.UnknownPathItem];
}

export function issueInfo({ message, hint, at }: Problem, part?: Part): IssueInfo {
  const info = { message: hint === undefined ? message : `${message}\n${hint}`, received: at ?? '' };
  if (part === undefined) return info;
  const origin = part.keyItself === true ? 'key' : 'value';
  return { ...info, path: [{ type: 'unknown', origin, input: part.of, key: part.key, value: undefined }] };
}

/** The problem that an issue carries, and the part it is about; without one it is about all that was checked. */
export function problemOf(issue: v.BaseIssue<unknown>): { problem: Problem; part: Part | undefined } {
  const [message = '', hint] = issue.message.split('\n');
  const problem = { message, hint, at: issue.received === '' ? undefined : issue.received };
  const last = issue.path?.at(-1);
  return { problem, part: last === undefined ? undefined : partOf(last) };
}

function partOf(item: v.IssuePathItem): Part {
  const { input, key, origin } = item;
  if (!isContainer(input) || (typeof key !== 'string' && typeof key !== 'number')) {
    throw new Error('Internal error: an issue without a place in the config');
  }
  return { of: input, key, keyItself: origin === 'key' };
}

function isContainer(input: unknown): input is Mapping | List {
  return typeof input === 'object' && input !== null && !isScalar(input);
}
