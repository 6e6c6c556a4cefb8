import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { HttpRequest } from '../../config/plan.ts';
import { inFolder } from '../in-folder.ts';
import { hostOf, type Outgoing } from './outgoing.ts';
import { codeOf, reasonOf, trouble, type Trouble } from './trouble.ts';

/** What a TLS connection is made with: PEM texts, which also tell connections apart in an agent's pool. */
export interface TlsSettings {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const CERTIFICATE =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** Reads the files that `verify` and `cert` name, and tells clearly what is wrong with one (spec/driver.md §6). */
export async function readTlsSettings(
  request: HttpRequest,
  workingFolder: string | undefined,
): Promise<TlsSettings | Trouble> {
  const read = (file: string, code: string, meaning: string): Promise<string | Trouble> =>
    readPem(file, inFolder(workingFolder, file), code, meaning);
  let settings: TlsSettings = { rejectUnauthorized: request.verify !== false };
  if (typeof request.verify === 'string') {
    const ca = await read(request.verify, 'EAUTHORITIES', 'the authorities to trust (`verify`)');
    if (typeof ca !== 'string') return ca;
    const wrong = wrongCertificate(ca);
    if (wrong !== undefined) {
      return trouble('EAUTHORITIES', `the authorities to trust (\`verify\`) in ${request.verify}: ${wrong}`);
    }
    settings = { ...settings, ca };
  }
  if (request.clientCertificate === undefined) return settings;
  const { certificateFile, keyFile } = request.clientCertificate;
  const cert = await read(certificateFile, 'ECERTIFICATE', 'the client certificate (`cert`)');
  if (typeof cert !== 'string') return cert;
  const key = keyFile === certificateFile ? cert : await read(keyFile, 'ECERTIFICATE', "the client certificate's key");
  if (typeof key !== 'string') return key;
  const files = keyFile === certificateFile ? certificateFile : `${certificateFile} and ${keyFile}`;
  const wrong = wrongCertificate(cert) ?? wrongPair(cert, key);
  if (wrong !== undefined) return trouble('ECERTIFICATE', `the client certificate (\`cert\`) in ${files}: ${wrong}`);
  return { ...settings, cert, key };
}

/** For a server that is not to see the client certificate: a proxy, or another origin. */
export function tlsToServer(url: URL, { rejectUnauthorized, ca }: TlsSettings): TlsSettings & { servername: string } {
  const host = hostOf(url);
  // An IP address is no server name (RFC 6066 §3).
  return { servername: isIP(host) === 0 ? host : '', rejectUnauthorized, ...(ca === undefined ? {} : { ca }) };
}

/** With the client certificate, as long as the request is at the origin that it is for. */
export function tlsWithClient(outgoing: Outgoing, tls: TlsSettings): TlsSettings & { servername: string } {
  const { servername } = tlsToServer(outgoing.url, tls);
  return outgoing.atHome ? { ...tls, servername } : tlsToServer(outgoing.url, tls);
}

async function readPem(file: string, path: string, code: string, meaning: string): Promise<string | Trouble> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = { ENOENT: 'no such file', EACCES: 'may not be read', EISDIR: 'is a folder, not a file' }[codeOf(error)];
    return trouble(code, `${meaning} cannot be read from ${file}: ${why ?? reasonOf(error)}`);
  }
}

/** OpenSSL passes over what it cannot read among authorities, so they are looked at one by one. */
function wrongCertificate(pem: string): string | undefined {
  const certificates = pem.match(CERTIFICATE);
  if (certificates === null) return 'no certificate in PEM form (-----BEGIN CERTIFICATE-----)';
  for (const [index, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      return `certificate ${String(index + 1)} cannot be read (${reasonOf(error)})`;
    }
  }
  return undefined;
}

function wrongPair(cert: string, key: string): string | undefined {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) return 'no key in PEM form (-----BEGIN PRIVATE KEY-----)';
  try {
    createSecureContext({ cert, key });
    return undefined;
  } catch (error) {
    if (codeOf(error) === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return 'the key is not that of the certificate';
    if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(key))
      return 'the key is encrypted; take one without a passphrase';
    return reasonOf(error);
  }
}
