import { certificateTrouble } from './certificate-trouble.ts';
import { codeOf, reasonOf, trouble, type Trouble } from './trouble.ts';

/** What a person is told of the system's errors; `peer` is `host:port`, with "the proxy" before it where it is one. */
const WORDS: Readonly<Record<string, (peer: string) => string>> = {
  ECONNREFUSED: (peer) => `connection refused by ${peer}`,
  ECONNRESET: (peer) => `the connection was reset by ${peer}`,
  EPIPE: (peer) => `${peer} closed the connection while the request was sent`,
  EHOSTUNREACH: (peer) => `there is no way to ${peer} (host unreachable)`,
  ENETUNREACH: (peer) => `there is no way to ${peer} (network unreachable)`,
  EADDRNOTAVAIL: (peer) => `no connection to ${peer}: the address cannot be used on this machine`,
  ETIMEDOUT: (peer) => `the connection to ${peer} timed out`,
  ENOTFOUND: (peer) => `no address is known for ${peer}`,
  EAI_AGAIN: (peer) => `the address of ${peer} could not be looked up (the name server does not answer)`,
  EMFILE: () => 'no connection: too many open files',
  HPE_HEADER_OVERFLOW: (peer) => `the headers of the answer by ${peer} are too large`,
};

/** Node says both of a connection closed in good order, with no byte of an answer. */
const CLOSED = new Set(['socket hang up', 'read ECONNRESET']);

/** Turns an error of a connection, before the answer's headers were there, into words. */
export function connectionTrouble(error: Error, peer: string): Trouble {
  const code = codeOf(error);
  if (code === 'ECONNRESET' && CLOSED.has(error.message)) {
    return trouble(code, `${peer} closed the connection without an answer`);
  }
  const words = WORDS[code];
  if (words !== undefined) return trouble(code, words(peer));
  const certificate = certificateTrouble(code, reasonOf(error), peer);
  if (certificate !== undefined) return certificate;
  if (code.startsWith('HPE_')) return trouble(code, `what ${peer} sent is no HTTP answer (${reasonOf(error)})`);
  return trouble(code, `no answer from ${peer}: ${reasonOf(error)}`);
}

/** The same once the headers were there. */
export function bodyTrouble(error: Error, peer: string): Trouble {
  const code = codeOf(error);
  return code.startsWith('HPE_')
    ? trouble(code, `the answer is broken (${reasonOf(error)})`)
    : connectionTrouble(error, peer);
}
