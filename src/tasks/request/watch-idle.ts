import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Calls `onSilence` when for `idleTimeoutMs` no byte came or went on the request's connection, be it still connecting;
 * until the request has ended. As long as it is `paused`, nothing is read, and that is no silence.
 */
export function watchIdle(
  request: ClientRequest,
  idleTimeoutMs: number,
  paused: () => boolean,
  onSilence: (socket: Socket) => void,
): void {
  request.once('socket', (socket) => {
    const startAnew = (): void => void socket.setTimeout(idleTimeoutMs);
    const onTimeout = (): void => {
      if (paused()) {
        startAnew();
        return;
      }
      // After a time in which this process did not run, bytes may be there that only have not been read yet.
      const before = progressOf(socket);
      setImmediate(() => {
        // It may have ended in this very turn, and tells that itself.
        if (request.destroyed || socket.destroyed) return;
        if (progressOf(socket) === before) onSilence(socket);
        else startAnew();
      });
    };
    // Of the request's own event `timeout` there is only one, however many the connection has.
    socket.on('timeout', onTimeout);
    // The connection may go on to serve others.
    request.once('close', () => socket.off('timeout', onTimeout));
    startAnew();
  });
}

/** A number that changes with each sign of life on the connection. */
function progressOf(socket: Socket): number {
  return socket.connecting ? -1 : socket.bytesRead + socket.bytesWritten;
}
