import { connect } from 'node:tls';
import type { Duplex } from 'node:stream';
import { exchange, type ExchangeOptions } from './exchange.ts';
import { openConnect, type Connecting } from './open-request.ts';
import { hostOf, type Outgoing } from './outgoing.ts';
import { authorityOf } from './request-head.ts';
import { tlsWithClient } from './tls-settings.ts';
import { trouble, type Trouble } from './trouble.ts';

/** A TLS connection to the request's server, through a proxy by CONNECT. Not used again for other requests. */
export async function openTunnel(
  outgoing: Outgoing,
  proxy: URL,
  options: ExchangeOptions,
  connecting: Connecting,
): Promise<Duplex | Trouble> {
  const answer = await exchange(openConnect(outgoing, proxy, connecting), undefined, options);
  if (answer.kind === 'trouble') return answer;
  if (answer.status < 200 || answer.status > 299 || answer.message !== undefined) {
    answer.close();
    const hint = answer.status === 407 ? ': it wants a user and password in its address' : '';
    const what = `${options.peer} refused CONNECT to ${authorityOf(outgoing.url)} with status ${String(answer.status)}`;
    return trouble('EPROXY', `${what}${hint}`);
  }
  const socket = answer.takeConnection();
  const tls = connect({ ...tlsWithClient(outgoing, connecting.tls), host: hostOf(outgoing.url), socket });
  socket.on('error', (error) => tls.destroy(error));
  return tls;
}
