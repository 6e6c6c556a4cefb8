import type { HttpRequest } from '../../src/config/plan.ts';
import { literal } from '../../src/config/template.ts';
import type { AttemptResult } from '../../src/events.ts';
import type { Attempt } from '../../src/tasks/attempt.ts';
import { startRequest } from '../../src/tasks/request/start-request.ts';

export interface RequestSketch extends Partial<Omit<HttpRequest, 'url' | 'headers' | 'body'>> {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface AttemptOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of headers whose values are secrets. */
  readonly sensitive?: readonly string[];
  readonly onChunk?: (chunk: Buffer) => void;
}

/** A request with the config's defaults, where the sketch says nothing else. */
export function httpRequest({ url, headers = {}, body, ...rest }: RequestSketch): HttpRequest {
  return {
    mode: 'request',
    method: 'GET',
    idleTimeoutMs: 10_000,
    successCodes: [{ from: 200, to: 399 }],
    verify: true,
    clientCertificate: undefined,
    followRedirects: true,
    ...rest,
    url: literal(url),
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, literal(value)])),
    body: body === undefined ? undefined : literal(body),
  };
}

export function startAttempt(sketch: RequestSketch, options: AttemptOptions = {}): Attempt {
  const request = httpRequest(sketch);
  const headers = new Map(request.headers);
  for (const name of options.sensitive ?? []) headers.set(name, [{ placeholder: `secret:${name}` }]);
  return startRequest(
    { ...request, headers },
    {
      facts: (placeholder) => sketch.headers?.[placeholder.replace('secret:', '')],
      environment: options.environment ?? {},
      variables: () => ({}),
      workingFolder: undefined,
      mark: 'test',
      discardOutput: false,
      onOutput: (_stream, chunk) => options.onChunk?.(chunk),
    },
  );
}

/** Makes the request and sees it to its end. */
export async function attempt(
  sketch: RequestSketch,
  options: AttemptOptions = {},
): Promise<{ readonly result: AttemptResult; readonly body: Buffer }> {
  const chunks: Buffer[] = [];
  const onChunk = options.onChunk ?? ((chunk: Buffer): unknown => chunks.push(chunk));
  const result = await startAttempt(sketch, { ...options, onChunk }).ended;
  return { result, body: Buffer.concat(chunks) };
}

/** The code and message of an attempt without an answer; fails the test for any other result. */
export function noAnswer(result: AttemptResult): { readonly code: string; readonly message: string } {
  if (result.kind !== 'no-answer') throw new Error(`not "no-answer" but ${JSON.stringify(result)}`);
  return result;
}
