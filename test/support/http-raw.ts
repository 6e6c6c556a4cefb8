import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface RawServer {
  readonly port: number;
  readonly url: string;
  /** What came on each connection, in the order of the connections. */
  readonly received: Buffer[];
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>;
}

/** Called when a request's head is there, for each request of a connection. */
export type RawHandler = (socket: Socket, head: string, connection: number) => void;

/** A server that speaks as badly as its handler wants. Bodies of requests are not waited for. */
export async function rawServer(
  t: TestContext,
  handler: RawHandler,
  onConnection?: (socket: Socket) => void,
): Promise<RawServer> {
  const received: Buffer[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const connection = received.push(Buffer.alloc(0)) - 1;
    let unread = '';
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received[connection] = Buffer.concat([received[connection] ?? Buffer.alloc(0), chunk]);
      unread += chunk.toString('latin1');
      const end = unread.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = unread.slice(0, end);
      unread = '';
      handler(socket, head, connection);
    });
    onConnection?.(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${String(port)}`, received, open };
}

/** Writes without end, as fast as the other side takes it, until the connection is closed. */
export function flood(socket: Socket, chunk: Buffer | string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}
