/** A source of time. Real in the app, virtual in tests. */
export interface Clock {
  /** ms since the epoch; may jump when a person sets the clock. */
  nowMs(): number;
  /** ms from an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Calls once after the delay; returns the function that cancels it. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;

export interface IdSource {
  /** A UUIDv7: sorts by time of making. */
  next(): string;
}

/** Structured lines; never the content of a record, never a secret. */
export interface Log {
  debug(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}
