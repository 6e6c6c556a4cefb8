/** One look at whether something is ready. */
import { stat } from 'node:fs/promises';
import { fillIn } from '../../config/template.ts';
import type { Action, ReadyCondition } from '../../config/plan.ts';
import type { Facts } from '../../config/template.ts';
import type { AttemptResult } from '../../events.ts';
import { parsePort } from '../../text/port.ts';
import type { Attempt } from '../attempt.ts';
import { describeResult } from '../describe-result.ts';
import { inFolder } from '../in-folder.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Resolves with why it is not ready, in words; `undefined` when it is. An aborted signal ends it soon. */
export type Look = (signal: AbortSignal) => Promise<string | undefined>;

export interface LookContext {
  readonly facts: Facts;
  /** Where relative paths begin, absolute; `undefined` is the working folder of this process. */
  readonly workingFolder: string | undefined;
  /** Starts what is a part of the task that is waited for. */
  readonly start: (action: Action) => Attempt;
}

/** How long a server may take to accept a connection. */
const CONNECT_MS = 5000;

export function lookFor(condition: Exclude<ReadyCondition, { kind: 'output' }>, context: LookContext): Look {
  const { facts, workingFolder, start } = context;
  switch (condition.kind) {
    case 'port': {
      const text = fillIn(condition.port, facts);
      return (signal) => connects(text, signal);
    }
    case 'file': {
      const path = inFolder(workingFolder, fillIn(condition.path, facts));
      // A disk may not answer.
      return (signal) => unlessAborted(isThere(path), signal, () => 'the disk does not answer');
    }
    case 'http':
      return (signal) => succeeds(start(condition.request), signal);
    case 'exec':
      return (signal) => succeeds(start(condition.command), signal);
  }
}

/** What is looked for, in words that go on after "waited for ". */
export function describeCondition(condition: ReadyCondition, facts: Facts): string {
  switch (condition.kind) {
    case 'port':
      return `port ${fillIn(condition.port, facts)}`;
    case 'http':
      return `${condition.request.method} ${fillIn(condition.request.url, facts)}`;
    case 'output':
      return `output that matches ${condition.pattern}`;
    case 'file':
      return `the file ${fillIn(condition.path, facts)}`;
    case 'exec':
      return condition.command.argv.map((part) => fillIn(part, facts)).join(' ');
  }
}

async function connects(text: string, signal: AbortSignal): Promise<string | undefined> {
  const place = parsePort(text);
  if (place === undefined) return `${JSON.stringify(text)} is no port`;
  // All of the network, which is needed only here.
  const { connect } = await import('node:net');
  const socket = connect({ ...place, timeout: CONNECT_MS });
  const found = new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => {
      resolve(undefined);
    });
    socket.once('timeout', () => {
      resolve('no connection (ETIMEDOUT)');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(`no connection (${error.code ?? error.message})`);
    });
  });
  const why = await unlessAborted(found, signal, () => 'no connection');
  socket.destroy();
  return why;
}

async function isThere(path: string): Promise<string | undefined> {
  try {
    await stat(path);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such file' : `it cannot be looked at (${code ?? String(error)})`;
  }
}

async function succeeds(attempt: Attempt, signal: AbortSignal): Promise<string | undefined> {
  const result = await unlessAborted<AttemptResult>(attempt.ended, signal, () => ({ kind: 'stopped' }));
  // With what a command has left behind: the next look would add to it.
  await attempt.stop();
  return result.kind === 'success' ? undefined : describeResult(result);
}
