import { runCommand } from './run-command.ts';

/**
 * Asks Windows whether an installer is signed, and by whom: installed apps accept only the same publisher.
 * @throws if it is unsigned, or signed by somebody else
 */
export async function verifyWindowsInstaller(installer: string, publisherName: string): Promise<void> {
  const literal = `'${installer.replaceAll("'", "''")}'`;
  const script = `$s = Get-AuthenticodeSignature -LiteralPath ${literal}; "$($s.Status)|$($s.SignerCertificate.Subject)"`;
  const output = await runCommand('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  const [status, subject = ''] = output.split('|');
  if (status !== 'Valid') throw new Error(`${installer} is not signed: ${output}`);
  if (!subject.includes(publisherName))
    throw new Error(`${installer} is signed by ${subject}, not by ${publisherName}`);
}
