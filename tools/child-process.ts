import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The checkout that contains the tools. */
export const projectFolder = path.join(import.meta.dirname, '..');

/** A tool from node_modules. */
export function localTool(name: string): string {
  return path.join(projectFolder, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** Runs a command in the checkout on this terminal. Resolves to its exit code, 1 if a signal ended it. */
export async function runInTerminal(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(command, args, {
    cwd: projectFolder,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Resolves to the child's exit code, also if it has ended already; null if a signal ended it. */
export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

const PATIENCE_MS = 10_000;

/** Terminates a child, and kills it after ten seconds. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await exitOf(child);
  clearTimeout(impatience);
}

/** Calls `onLine` for each line of a stream. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine);
}

const PARENT_CHECK_MS = 500;

/**
 * Calls back on SIGINT, SIGTERM and SIGHUP, and when npm has exited, because npm sends signals to a shell that does not
 * forward them. Returns the unsubscribe function.
 */
export function onWishToEnd(wish: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, wish);
  const parent = process.ppid;
  const check = setInterval(() => process.ppid !== parent && wish(), PARENT_CHECK_MS);
  return () => {
    for (const signal of signals) process.off(signal, wish);
    clearInterval(check);
  };
}
