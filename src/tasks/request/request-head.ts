import { portOf, type Outgoing } from './outgoing.ts';

/** The first line and the headers, in the form that `http.request` takes without adding to them. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
}

/** A body is expected with these, so the lack of one is said. */
const TELLS_EMPTY_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** `proxy`: the request goes to a proxy in plain, so it tells the whole address. */
export function requestHead(outgoing: Outgoing, proxy: 'to-proxy' | 'to-server'): RequestHead {
  const { method, url, body } = outgoing;
  const headers = outgoing.headers.has('host') ? [] : ['host', url.host];
  for (const [name, value] of outgoing.headers) headers.push(name, asUtf8(value));
  if (body !== undefined) headers.push('content-length', String(body.length));
  else if (TELLS_EMPTY_BODY.has(method)) headers.push('content-length', '0');
  // CONNECT names no page but a server (RFC 9110 §9.3.6).
  if (method === 'CONNECT') return { method, path: authorityOf(url), headers };
  const path = `${url.pathname}${url.search}`;
  return { method, path: proxy === 'to-proxy' ? `${url.origin}${path}` : path, headers };
}

/** Host and port, also where the port is the scheme's own. */
export function authorityOf(url: URL): string {
  return `${url.hostname}:${String(portOf(url))}`;
}

/** Node writes headers as Latin-1: one character here is one byte there. */
function asUtf8(value: string): string {
  return Buffer.from(value).toString('latin1');
}
