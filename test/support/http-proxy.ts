import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';

export interface ProxyServer {
  readonly port: number;
  readonly url: string;
  /** The first line of each request it got, and the headers. */
  readonly seen: { readonly line: string; readonly headers: NodeJS.Dict<string | string[]> }[];
  /** Tunnels that are open now. */
  readonly tunnels: ReadonlySet<Duplex>;
}

/** A forward proxy: http in absolute form, everything else through CONNECT. `connectStatus` other than 200 refuses tunnels. */
export async function forwardProxy(t: TestContext, connectStatus = 200): Promise<ProxyServer> {
  const seen: ProxyServer['seen'] = [];
  const tunnels = new Set<Duplex>();
  const server = createServer((incoming, outgoing) => {
    seen.push({ line: `${incoming.method ?? ''} ${incoming.url ?? ''}`, headers: incoming.headers });
    const target = new URL(incoming.url ?? '');
    const onward = httpRequest(target, { method: incoming.method ?? '', headers: incoming.headers, agent: false });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, client) => {
    seen.push({ line: `${incoming.method ?? ''} ${incoming.url ?? ''}`, headers: incoming.headers });
    tunnels.add(client);
    client.on('close', () => tunnels.delete(client));
    client.on('error', () => undefined);
    if (connectStatus !== 200) {
      client.end(`HTTP/1.1 ${String(connectStatus)} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (incoming.url ?? '').split(':');
    const server = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    server.on('error', () => client.destroy());
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const tunnel of tunnels) tunnel.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${String(port)}`, seen, tunnels };
}
