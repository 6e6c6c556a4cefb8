import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface HttpServer {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
}

export async function httpServer(t: TestContext, listener: RequestListener): Promise<HttpServer> {
  return listening(t, createServer(listener), 'http');
}

export async function httpsServer(
  t: TestContext,
  options: ServerOptions,
  listener: RequestListener,
): Promise<HttpServer> {
  return listening(t, createTlsServer(options, listener), 'https');
}

async function listening(t: TestContext, server: Server, scheme: string): Promise<HttpServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `${scheme}://127.0.0.1:${String(port)}` };
}
