import { trouble, type Trouble } from './trouble.ts';

const UNTRUSTED = 'set `verify` to a file with its authority, or to false';

const WORDS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  CERT_HAS_EXPIRED: ['has expired', 'renew it, or set `verify: false`'],
  CERT_NOT_YET_VALID: ['is not valid yet', 'look at the clocks of both machines, or set `verify: false`'],
  CERT_REVOKED: ['has been revoked', 'renew it, or set `verify: false`'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['is signed by itself', UNTRUSTED],
  SELF_SIGNED_CERT_IN_CHAIN: ['is signed by an authority that is not trusted', UNTRUSTED],
  UNABLE_TO_GET_ISSUER_CERT: ['is signed by an authority that is not trusted', UNTRUSTED],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['is signed by an authority that is not trusted', UNTRUSTED],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['is signed by an authority that is not trusted', UNTRUSTED],
};

/** What is wrong with the server's certificate, or with the TLS that it speaks; `undefined` for other errors. */
export function certificateTrouble(code: string, reason: string, peer: string): Trouble | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const detail = reason.replace(/[.,:]\s*$/, '');
    return trouble(
      code,
      `the certificate of ${peer} is for another name (${detail}): use its name, or set \`verify: false\``,
    );
  }
  const words = WORDS[code];
  if (words !== undefined) return trouble(code, `the certificate of ${peer} ${words[0]}: ${words[1]}`);
  if (/wrong version number|packet length too long|unknown protocol/.test(reason)) {
    return trouble(code, `${peer} does not speak TLS: should the URL begin with http://?`);
  }
  if (/alert.*certificate required|alert handshake failure/.test(reason)) {
    return trouble(
      code,
      `${peer} refused the TLS connection (${reason}): does it want a client certificate (\`cert\`)?`,
    );
  }
  return /SSL|TLS|EPROTO/.test(code) ? trouble(code, `no TLS connection to ${peer}: ${reason}`) : undefined;
}
