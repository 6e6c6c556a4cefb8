import { isWeb, takeCredentials, type Outgoing } from './outgoing.ts';
import { trouble, type Trouble } from './trouble.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The request that a redirect asks for, or `undefined` where the answer is final.
 * 302 and 303 turn everything but HEAD into GET, 301 only POST, as browsers and python-requests do.
 * What is bound to its origin is left behind when the origin changes, for good (spec/driver.md §6).
 */
export function redirected(
  from: Outgoing,
  status: number,
  location: string | undefined,
): Outgoing | Trouble | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  // Node reads headers as Latin-1; addresses come as UTF-8.
  const address = Buffer.from(location, 'latin1').toString();
  if (!URL.canParse(address, from.url.href)) {
    return trouble('EREDIRECT', `redirected to ${JSON.stringify(address)}, which is no address`);
  }
  const url = new URL(address, from.url);
  if (!isWeb(url))
    return trouble('EREDIRECT', `redirected to a ${url.protocol} address; only http and https are followed`);
  const headers = new Map(from.headers);
  const atHome = from.atHome && url.origin === from.url.origin;
  if (url.origin !== from.url.origin) for (const name of from.originBound) headers.delete(name);
  takeCredentials(url, headers);
  const method = methodAfter(status, from.method);
  const keepsBody = method === from.method && status !== 302 && status !== 303;
  if (!keepsBody) for (const name of headers.keys()) if (name.startsWith('content-')) headers.delete(name);
  return { ...from, method, url, headers, body: keepsBody ? from.body : undefined, atHome };
}

function methodAfter(status: number, method: string): string {
  if (status === 301) return method === 'POST' ? 'GET' : method;
  if (status === 302 || status === 303) return method === 'HEAD' ? 'HEAD' : 'GET';
  return method;
}
