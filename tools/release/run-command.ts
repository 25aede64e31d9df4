import { execFile } from 'node:child_process';

/**
 * Runs a command on PATH. Resolves to the output of both streams. @throws with the output, if it fails or is missing
 */
export function runCommand(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      if (error === null) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')}\n${output || error.message}`));
    });
  });
}
