import { say } from './electron-runtime/progress.ts';

/** Runs a command's body and exits with its code; an error prints only its message, with code 1. */
export async function runTool(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
