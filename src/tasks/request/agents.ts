import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/**
 * A free connection is closed before most servers do so (5 s), and before a firewall forgets it in silence.
 * Node lets a free one not keep the process alive.
 */
const kept = { keepAlive: true, timeout: 4000 };

const agents = {
  http: { kept: new HttpAgent(kept), fresh: new HttpAgent() },
  https: { kept: new HttpsAgent(kept), fresh: new HttpsAgent() },
};

/** May be sent once more when a connection that was used before turns out to be closed (RFC 9110 §9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

export function mayBeRepeated(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/** The pool for connections to this address. `reuse`: one that was used before will do. */
export function agentFor(url: URL, reuse: boolean): HttpAgent {
  const { kept, fresh } = url.protocol === 'https:' ? agents.https : agents.http;
  return reuse ? kept : fresh;
}
