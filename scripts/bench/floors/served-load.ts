/** A small service and the load on it, one request after the other: how long so many take, where each costs so much work. */
import { createHash } from 'node:crypto';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';

const [requests = 0, work = 0] = process.argv.slice(2).map(Number);

const server = createServer((request, response) => {
  let digest = request.url ?? '/';
  for (let round = 0; round < work; round += 1) digest = createHash('sha256').update(digest).digest('hex');
  response.end(digest);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const began = performance.now();
for (let number = 0; number < requests; number += 1) {
  await new Promise<void>((resolve, reject) => {
    get({ port, path: `/${String(number)}` }, (response) => {
      response.resume().once('end', resolve);
    }).once('error', reject);
  });
}
console.log(`${((requests * 1000) / (performance.now() - began)).toFixed(1)} requests per second`);
process.exit(0);
