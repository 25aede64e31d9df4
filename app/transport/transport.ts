import type { Result } from '#app/contract/errors.ts';
import type {
  ActivityPage,
  ActivityQuery,
  DigestQuery,
  DigestRanges,
  Health,
  Person,
  RemovalDone,
  Rotation,
  SignInRequest,
  SignInResponse,
  SnapshotPage,
  SnapshotQuery,
  SyncRequest,
  SyncResponse,
} from '#app/contract/protocol.ts';

export interface CallOptions {
  /** Aborts the call; its result is then `network.timeout` or dropped by the caller. */
  signal?: AbortSignal;
}

/** What a failed call carries in `error.details` beside its code. */
export interface TransportErrorDetails {
  httpStatus?: number;
  /** From `Retry-After`. */
  retryAfterMs?: number;
  /** With `auth.revoked`: the data of this device is to be removed; the removal's id. */
  removal?: string;
}

/**
 * The protocol as functions. Every answer has been checked against its schema; nothing throws.
 * Codes: `network.*`, `server.*`, `auth.*`, `request.tooLarge`, `client.updateRequired`, `device.cloned`,
 * `sync.badAnswer` (what came was not this protocol) and those of problem details.
 */
export interface Transport {
  sync(request: SyncRequest, options?: CallOptions): Promise<Result<SyncResponse>>;
  snapshot(query: SnapshotQuery, options?: CallOptions): Promise<Result<SnapshotPage>>;
  digest(query: DigestQuery, options?: CallOptions): Promise<Result<DigestRanges>>;
  activity(query: ActivityQuery, options?: CallOptions): Promise<Result<ActivityPage>>;
  people(options?: CallOptions): Promise<Result<Person[]>>;
  health(options?: CallOptions): Promise<Result<Health>>;
  signIn(request: SignInRequest, options?: CallOptions): Promise<Result<SignInResponse>>;
  signOut(options?: CallOptions): Promise<Result<void>>;
  /** A fresh token; with another device id, for a session of its own beside the old one. */
  rotate(options?: CallOptions & { deviceId?: string }): Promise<Result<Rotation>>;
  /** The data of this device is gone, as the server asked. */
  confirmRemoval(done: RemovalDone, options?: CallOptions): Promise<Result<void>>;
  /** Opens the event stream; `onWake` is called for every event and on every (re)connection. Returns the function that closes it. */
  subscribe(onWake: () => void): () => void;
}
