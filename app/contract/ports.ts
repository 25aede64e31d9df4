/** A source of time. Real in the app, virtual in tests. */
export interface Clock {
  /** ms since the epoch; may jump if the clock is set. */
  nowMs(): number;
  /** ms from an arbitrary start; never decreases. */
  monotonicMs(): number;
  /** Calls once after the delay; returns the function that cancels it. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;

export interface IdSource {
  /** A UUIDv7: sorts by creation time. */
  next(): string;
}

/** Structured lines; never record content or secrets. */
export interface Log {
  debug(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}
