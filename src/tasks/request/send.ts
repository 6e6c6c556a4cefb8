import { mayBeRepeated } from './agents.ts';
import type { Answer } from './answer.ts';
import { exchange } from './exchange.ts';
import { openDirect, openForward, openOn, type Connecting } from './open-request.ts';
import type { Outgoing } from './outgoing.ts';
import { proxyFor } from './proxy.ts';
import { authorityOf } from './request-head.ts';
import { openTunnel } from './tunnel.ts';
import type { Trouble } from './trouble.ts';

/**
 * Sends a request on its way, straight or through the proxy that the environment names, and waits for the head of the
 * answer. A connection that its server had let go of fails nothing: what may be repeated goes out again on a fresh one,
 * and what may not never takes a used one.
 */
export async function send(outgoing: Outgoing, connecting: Connecting): Promise<Answer | Trouble> {
  const { url, body } = outgoing;
  const { idleTimeoutMs, signal } = connecting;
  const proxy = proxyFor(url, connecting.environment);
  if (proxy !== undefined && !(proxy instanceof URL)) return proxy;
  const server = authorityOf(url);
  const peer = proxy === undefined ? server : `the proxy ${authorityOf(proxy)}`;
  if (proxy !== undefined && url.protocol === 'https:') {
    const connection = await openTunnel(outgoing, proxy, { idleTimeoutMs, signal, peer }, connecting);
    if ('kind' in connection) return connection;
    return exchange(openOn(connection, outgoing), body, { idleTimeoutMs, signal, peer: server });
  }
  const open = (reuse: boolean): Promise<Answer | (Trouble & { readonly stale: boolean })> =>
    exchange(
      proxy === undefined ? openDirect(outgoing, reuse, connecting) : openForward(outgoing, proxy, reuse, connecting),
      body,
      { idleTimeoutMs, signal, peer },
    );
  const answer = await open(mayBeRepeated(outgoing.method));
  return answer.kind === 'trouble' && answer.stale ? open(false) : answer;
}
