import { runCommand } from './run-command.ts';

/**
 * Asks Windows whether an installer is signed, and by whom: installed apps accept only the same publisher.
 * @param publisherName the common name in the certificate, or its whole subject; as electron-updater compares it
 * @throws if it is unsigned, or signed by somebody else
 */
export async function verifyWindowsInstaller(installer: string, publisherName: string): Promise<void> {
  const literal = `'${installer.replaceAll("'", "''")}'`;
  const script = [
    `$s = Get-AuthenticodeSignature -LiteralPath ${literal}`,
    '$c = $s.SignerCertificate',
    "$n = if ($c) { $c.GetNameInfo('SimpleName', $false) }",
    '"$($s.Status)|$n|$($c.Subject)"',
  ].join('; ');
  const output = await runCommand('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  const [status, name = '', subject = ''] = output.split('|');
  if (status !== 'Valid') throw new Error(`${installer} is not signed: ${output}`);
  if (publisherName !== name && publisherName !== subject)
    throw new Error(`${installer} is signed by ${subject}, not by ${publisherName}`);
}
