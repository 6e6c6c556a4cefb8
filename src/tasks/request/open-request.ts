import { request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { agentFor } from './agents.ts';
import { basicCredentials, hostOf, portOf, type Outgoing } from './outgoing.ts';
import { authorityOf, requestHead } from './request-head.ts';
import type { StopSignal } from './stop-signal.ts';
import { tlsToServer, tlsWithClient, type TlsSettings } from './tls-settings.ts';

/** What the connections of one attempt have in common. */
export interface Connecting {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly idleTimeoutMs: number;
  readonly tls: TlsSettings;
  readonly signal: StopSignal;
}

/** Answers with long cookies and policies come near 16 KiB, which is Node's own limit. */
const maxHeaderSize = 64 * 1024;

/** A request straight to its server. `reuse`: a connection that was used before will do. */
export function openDirect(outgoing: Outgoing, reuse: boolean, { tls }: Connecting): ClientRequest {
  const { url } = outgoing;
  return open(url, {
    ...requestHead(outgoing, 'to-server'),
    ...(url.protocol === 'https:' ? tlsWithClient(outgoing, tls) : {}),
    agent: agentFor(url, reuse),
  });
}

/** A plain http request by way of a proxy. */
export function openForward(outgoing: Outgoing, proxy: URL, reuse: boolean, { tls }: Connecting): ClientRequest {
  const head = requestHead(outgoing, 'to-proxy');
  return open(proxy, {
    ...head,
    headers: [...head.headers, ...proxyAuthorization(proxy)],
    ...(proxy.protocol === 'https:' ? tlsToServer(proxy, tls) : {}),
    agent: agentFor(proxy, reuse),
  });
}

/** Asks a proxy for a connection to the server of an https request. */
export function openConnect({ url }: Outgoing, proxy: URL, { tls }: Connecting): ClientRequest {
  const path = authorityOf(url);
  return open(proxy, {
    method: 'CONNECT',
    path,
    headers: ['host', path, ...proxyAuthorization(proxy)],
    ...(proxy.protocol === 'https:' ? tlsToServer(proxy, tls) : {}),
    agent: agentFor(proxy, false),
  });
}

/** A request on a connection of its own. */
export function openOn(connection: Duplex, outgoing: Outgoing): ClientRequest {
  return httpRequest({
    ...requestHead(outgoing, 'to-server'),
    maxHeaderSize,
    createConnection: () => connection,
  });
}

function open(url: URL, options: RequestOptions & { servername?: string }): ClientRequest {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return request({ ...options, host: hostOf(url), port: portOf(url), maxHeaderSize });
}

function proxyAuthorization(proxy: URL): readonly string[] {
  const credentials = basicCredentials(proxy);
  return credentials === undefined ? [] : ['proxy-authorization', credentials];
}
