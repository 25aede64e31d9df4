import type { FeedFile } from './feed.ts';

/** The platform’s part of an update: fetches the given file and replaces the app with it. */
export interface UpdateEngine {
  /**
   * Downloads a file and compares its hash. Rejects when it differs, when the disk is full, or when `signal` fires.
   *
   * @returns where the file lies
   */
  download(
    file: FeedFile & { version: string },
    options: { signal: AbortSignal; onBytes: (received: number) => void },
  ): Promise<string>;
  /** What only works while the app still runs: macOS takes the file over and checks its signature. Rejects if it is refused. */
  stage(): Promise<void>;
  /** Begins to quit, by the way the platform expects before an installation. */
  quit(): void;
  /** The last act of this process. Rejects if the app could not be replaced; it is then what it was. */
  install(options: { relaunch: boolean }): Promise<void>;
  /** Removes what was downloaded. */
  discard(): Promise<void>;
}
