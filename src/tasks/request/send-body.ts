import type { ClientRequest } from 'node:http';

const PIECE_BYTES = 64 * 1024;

/**
 * Sends a large body piece by piece, so that each that gets through counts as a sign of life:
 * over TLS Node sees no progress within a single write.
 */
export function sendBody(request: ClientRequest, body: Buffer | undefined): void {
  if (body === undefined || body.length <= PIECE_BYTES) {
    request.end(body);
    return;
  }
  let sent = 0;
  const sendNext = (error?: Error | null): void => {
    if (error !== undefined && error !== null) return;
    const piece = body.subarray(sent, (sent += PIECE_BYTES));
    if (sent >= body.length) request.end(piece);
    else request.write(piece, sendNext);
  };
  sendNext();
}
