import type { HttpRequest } from '../../config/plan.ts';
import type { AttemptResult } from '../../events.ts';
import type { AttemptContext } from '../attempt.ts';
import type { Answer } from './answer.ts';
import { discardBody, readFailedBody } from './bounded-body.ts';
import type { Connecting } from './open-request.ts';
import { prepare, type Outgoing } from './outgoing.ts';
import { readBody } from './read-body.ts';
import { redirected } from './redirect.ts';
import { send } from './send.ts';
import type { StopSignal } from './stop-signal.ts';
import { formatCodes, isSuccess } from './success-codes.ts';
import { readTlsSettings } from './tls-settings.ts';
import { trouble, type Trouble } from './trouble.ts';

const MOST_REDIRECTS = 30;

/** Makes the request, follows redirects, and judges the last answer. */
export async function perform(
  request: HttpRequest,
  context: AttemptContext,
  sensitive: ReadonlySet<string>,
  signal: StopSignal,
): Promise<AttemptResult> {
  const first = prepare(request, context.facts, sensitive);
  if ('kind' in first) return noAnswer(request.method, first);
  const tls = await readTlsSettings(request, context.workingFolder);
  if ('kind' in tls) return noAnswer(nameOf(first, first), tls);
  const { environment } = context;
  const connecting: Connecting = { environment, idleTimeoutMs: request.idleTimeoutMs, tls, signal };
  let outgoing = first;
  for (let redirects = 0; ; redirects++) {
    const answer = await send(outgoing, connecting);
    if (answer.kind === 'trouble') return noAnswer(nameOf(outgoing, first), answer);
    const location = request.followRedirects ? answer.headers.location : undefined;
    const next = redirected(outgoing, answer.status, location);
    if (next === undefined) return judge(answer, request, context, signal, nameOf(outgoing, first));
    await discardBody(answer);
    if ('kind' in next) return noAnswer(nameOf(outgoing, first), next);
    if (redirects === MOST_REDIRECTS) {
      return noAnswer(nameOf(outgoing, first), trouble('EREDIRECT', `more than ${String(MOST_REDIRECTS)} redirects`));
    }
    outgoing = next;
  }
}

async function judge(
  answer: Answer,
  request: HttpRequest,
  context: AttemptContext,
  signal: StopSignal,
  name: string,
): Promise<AttemptResult> {
  const { status } = answer;
  const hand = (chunk: Buffer): boolean => {
    if (!signal.stopped) context.onOutput('body', chunk);
    return !signal.stopped;
  };
  if (!isSuccess(status, request.successCodes)) {
    await readFailedBody(answer, request.idleTimeoutMs, hand);
    return { kind: 'http-status', status, expected: formatCodes(request.successCodes) };
  }
  const wrong = await readBody(answer, hand);
  answer.close();
  return wrong === undefined ? { kind: 'success', status } : noAnswer(name, wrong);
}

function noAnswer(name: string, { code, what }: Trouble): AttemptResult {
  return { kind: 'no-answer', code, message: `${name}: ${what}` };
}

function nameOf(outgoing: Outgoing, first: Outgoing): string {
  const name = `${outgoing.method} ${outgoing.url.href}`;
  return outgoing === first ? name : `${name} (redirected from ${first.url.href})`;
}
