import type { HttpRequest } from '../../config/plan.ts';
import { fillIn, type Facts } from '../../config/template.ts';
import { hasControlButTab } from '../../text/control-characters.ts';
import { basicAuthorization, percentDecoded } from '../../text/url-credentials.ts';
import { VERSION } from '../../version.ts';
import { trouble, type Trouble } from './trouble.ts';
import { acceptedEncodings } from './unpack.ts';

/** One request on its way to one address; a redirect makes the next one from it. */
export interface Outgoing {
  readonly method: string;
  /** Without user and password. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer | undefined;
  /** Names of headers that no other origin (scheme, host, port) may see. */
  readonly originBound: ReadonlySet<string>;
  /** False once the request has left the origin that the client certificate is for. */
  readonly atHome: boolean;
}

const ALWAYS_ORIGIN_BOUND = ['authorization', 'cookie', 'host', 'proxy-authorization'];

/**
 * The request with the facts of this moment.
 * `sensitive`: names of further headers, lower case, that stay with their origin (spec/driver.md §6).
 */
export function prepare(request: HttpRequest, facts: Facts, sensitive: ReadonlySet<string>): Outgoing | Trouble {
  const text = fillIn(request.url, facts);
  const url = parseUrl(text);
  if (url === undefined || !isWeb(url)) {
    const shown = JSON.stringify(text.replace(/^.*@/s, '***@'));
    return trouble('ERR_INVALID_URL', `${shown} is no address of the form http://host or https://host`);
  }
  const headers = new Map<string, string>();
  for (const [name, template] of request.headers) {
    const value = fillIn(template, facts);
    if (hasControlButTab(value))
      return trouble('ERR_INVALID_CHAR', `the header ${name} has a control character in its value`);
    headers.set(name, value);
  }
  const body = request.body === undefined ? undefined : Buffer.from(fillIn(request.body, facts));
  setDefault(headers, 'user-agent', `servo-exec/${VERSION}`);
  setDefault(headers, 'accept', '*/*');
  // A piece of a packed answer cannot be unpacked.
  setDefault(headers, 'accept-encoding', headers.has('range') ? 'identity' : acceptedEncodings);
  takeCredentials(url, headers);
  const originBound = new Set([...ALWAYS_ORIGIN_BOUND, ...sensitive]);
  return { method: request.method, url, headers, body, originBound, atHome: true };
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

export function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

/** Moves user and password from the URL to the headers, where no authorization is written there. */
export function takeCredentials(url: URL, headers: Map<string, string>): void {
  const credentials = basicCredentials(url);
  if (credentials !== undefined) setDefault(headers, 'authorization', credentials);
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
}

/** The value of an authorization header, or `undefined` for a URL without user and password. */
export function basicCredentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return basicAuthorization({ user: percentDecoded(url.username), password: percentDecoded(url.password) });
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The name or address to connect to: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

function setDefault(headers: Map<string, string>, name: string, value: string): void {
  if (!headers.has(name)) headers.set(name, value);
}
