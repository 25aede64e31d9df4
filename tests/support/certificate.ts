import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
