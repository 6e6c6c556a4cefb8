/**
 * The service that the quick start measures: `/health`, and some work for every other request. It listens on a port
 * that the system chooses, and writes it to the file that is its argument.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const ROUNDS = 100;
const [portFile] = process.argv.slice(2);
if (portFile === undefined) {
  console.error('usage: target.mjs PORT_FILE');
  process.exit(2);
}

const server = createServer((request, response) => {
  if (request.url === '/health') response.end('healthy\n');
  else response.end(`${work(request.url ?? '/')}\n`);
});
server.listen(0, '127.0.0.1', () => writeFileSync(portFile, String(server.address().port)));

/** Costs processor time, a fraction of a millisecond. */
function work(text) {
  let digest = text;
  for (let round = 0; round < ROUNDS; round += 1) digest = createHash('sha256').update(digest).digest('hex');
  return digest;
}
