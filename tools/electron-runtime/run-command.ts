import { spawn } from 'node:child_process';

export interface CommandResult {
  /** The exit code, or null if the command could not be started or timed out. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a program without a shell and collects its output. Never rejects: check `code`. */
export function tryCommand(command: string, args: readonly string[], options: CommandOptions = {}) {
  const { cwd, env, timeoutMs } = options;
  return new Promise<CommandResult>((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd && { cwd }),
      ...(env && { env }),
      ...(timeoutMs && { timeout: timeoutMs }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => resolve({ code: null, stdout, stderr: `${stderr}${error.message}` }));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Like `tryCommand`, but throws with the end of the output unless the exit code is 0. Returns stdout. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions = {}) {
  const { code, stdout, stderr } = await tryCommand(command, args, options);
  if (code === 0) return stdout;
  const lastLines = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${command} ${args.join(' ')} failed (${code ?? 'no exit code'}):\n${lastLines}`);
}
