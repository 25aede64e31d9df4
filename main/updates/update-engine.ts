import type { FeedFile } from './feed.ts';

/** The platform's part of an update: fetches the given file and replaces the app with it. */
export interface UpdateEngine {
  /**
   * Downloads a file and compares its hash. Rejects if it differs, if the disk is full, or when `signal` fires.
   * @returns the path of the file
   */
  download(
    file: FeedFile & { version: string },
    options: { signal: AbortSignal; onBytes: (received: number) => void },
  ): Promise<string>;
  /** Steps that need the running app: macOS takes the file and checks its signature. Rejects if it is refused. */
  stage(): Promise<void>;
  /** Quits the way the platform expects before an installation. */
  quit(): void;
  /** The last step of this process. Rejects if the app could not be replaced; it is unchanged then. */
  install(options: { relaunch: boolean }): Promise<void>;
  /** Removes the downloaded file. */
  discard(): Promise<void>;
}
