import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import { formatDuration } from '../../text/duration.ts';

/** A number that changes with each sign of life on the request's connection. */
export function progressOf({ socket }: ClientRequest): number {
  return socket === null || socket.connecting ? -1 : socket.bytesRead + socket.bytesWritten;
}

/** What was waited for when the idle timeout struck, for a person. */
export function silence(request: ClientRequest, answering: boolean, idleTimeoutMs: number, peer: string): string {
  const duration = formatDuration(idleTimeoutMs);
  const { socket } = request;
  if (socket === null || socket.connecting) return `no connection to ${peer} within ${duration}`;
  if (answering) return `no byte for ${duration} in the middle of the answer by ${peer}`;
  // Before the handshake is over there is nothing to tell about the connection's encryption.
  if (socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length === 0) {
    return `no byte for ${duration} while agreeing on TLS with ${peer}`;
  }
  if (!request.writableFinished) return `no byte taken by ${peer} for ${duration} while the request was sent`;
  return `no byte for ${duration} while waiting for the answer by ${peer}`;
}
