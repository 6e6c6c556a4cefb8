import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For the `skip` of tests that make certificates: false, or why they cannot run. */
export const withoutOpenssl =
  spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0 ? false : 'the openssl program is not installed';

export interface Pair {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of its own in a temporary folder, and what it signs. `remove` deletes the folder. */
export class Authority {
  readonly folder = mkdtempSync(join(tmpdir(), 'servo-exec-certificates-'));
  readonly own: Pair;

  constructor() {
    this.#openssl('req', '-x509', ...this.#newKey('authority'), '-out', 'authority.pem', '-subj', '/CN=test authority');
    this.own = this.#pair('authority');
  }

  /** `names` as in a certificate: `IP:127.0.0.1,DNS:localhost`. `expired`: its days were over long ago. */
  sign(file: string, names: string, expired = false): Pair {
    this.#openssl('req', ...this.#newKey(file), '-out', `${file}.csr`, '-subj', `/CN=${file}`);
    writeFileSync(join(this.folder, `${file}.ext`), `subjectAltName=${names}\n`);
    const by = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-extfile', `${file}.ext`];
    this.#openssl('x509', '-req', '-in', `${file}.csr`, '-out', `${file}.pem`, '-days', expired ? '-1' : '2', ...by);
    return this.#pair(file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  #newKey(file: string): readonly string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${file}.key`];
  }

  #pair(file: string): Pair {
    const [certFile, keyFile] = [join(this.folder, `${file}.pem`), join(this.folder, `${file}.key`)];
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }
}
