import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { formatDuration } from '../../text/duration.ts';

/** What was waited for on a connection, which is not closed, when the idle timeout struck, for a person. */
export function silence(
  request: ClientRequest,
  socket: Socket,
  answering: boolean,
  idleTimeoutMs: number,
  peer: string,
): string {
  const duration = formatDuration(idleTimeoutMs);
  if (socket.connecting) return `no connection to ${peer} within ${duration}`;
  if (answering) return `no byte for ${duration} in the middle of the answer by ${peer}`;
  // Before the handshake is over there is nothing to tell about the connection's encryption.
  if (socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length === 0) {
    return `no byte for ${duration} while agreeing on TLS with ${peer}`;
  }
  if (!request.writableFinished) return `no byte taken by ${peer} for ${duration} while the request was sent`;
  return `no byte for ${duration} while waiting for the answer by ${peer}`;
}
