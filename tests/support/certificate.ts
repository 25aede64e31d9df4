import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Certificate {
  key: string;
  cert: string;
}

/** A certificate that nobody vouches for, made by `openssl` in `folder`; for 127.0.0.1, valid for `days`. */
export function makeCertificate(folder: string, { organisation = 'Some Firm', days = 30 } = {}): Certificate {
  const inFolder = (name: string) => path.join(folder, name);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(days)],
      ...['-keyout', inFolder('key.pem'), '-out', inFolder('cert.pem')],
      ...['-subj', `/O=${organisation}/CN=ferry.local`, '-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(inFolder('key.pem'), 'utf8'), cert: readFileSync(inFolder('cert.pem'), 'utf8') };
}

const AUTHORITY = `
[ca]
default_ca = authority
[authority]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
organizationName = optional
commonName = supplied
`;

/** Makes the system's certificate store of a home folder trust an authority; needs NSS's `certutil`, else throws. */
export function trustIn(home: string, authorityFile: string): void {
  const database = path.join(home, '.pki/nssdb');
  mkdirSync(database, { recursive: true });
  const certutil = (...args: string[]) =>
    execFileSync('certutil', ['-d', `sql:${database}`, ...args], { stdio: 'ignore' });
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'Ferry test authority', '-i', authorityFile);
}

/** An authority in `folder`, and certificates of it for 127.0.0.1. */
export function makeAuthority(folder: string) {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const stampOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  openssl(
    ...['req', '-x509', ...newKey, '-days', '3650', '-subj', '/O=Some Firm/CN=Some Authority'],
    ...['-keyout', 'ca.key', '-out', 'ca.pem'],
  );
  return {
    file: path.join(folder, 'ca.pem'),
    issue(validFromMs: number, validUntilMs: number): Certificate {
      writeFileSync(path.join(folder, 'ca.cnf'), AUTHORITY);
      writeFileSync(path.join(folder, 'index.txt'), '');
      writeFileSync(path.join(folder, 'serial'), '01');
      const subject = ['-subj', '/O=Some Firm/CN=ferry.local', '-addext', 'subjectAltName=IP:127.0.0.1'];
      openssl('req', ...newKey, ...subject, '-keyout', 'key.pem', '-out', 'request.pem');
      const signing = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-in', 'request.pem'];
      const validity = ['-startdate', stampOf(validFromMs), '-enddate', stampOf(validUntilMs)];
      openssl('ca', '-batch', '-notext', ...signing, ...validity, '-out', 'cert.pem');
      return { key: read('key.pem'), cert: read('cert.pem') };
    },
  };
}
