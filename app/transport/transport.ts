import type { Result } from '#app/contract/errors.ts';
import type { PreferencesRequest, PreferencesResponse } from '#app/contract/preferences.ts';
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
  /** Aborts the call; its result is `network.timeout`, or the caller drops it. */
  signal?: AbortSignal;
}

/** What `error.details` of a failed call contains. */
export interface TransportErrorDetails {
  httpStatus?: number;
  /** From `Retry-After`. */
  retryAfterMs?: number;
  /** With `auth.revoked`: the id of a requested removal of this device's data. */
  removal?: string;
}

/**
 * The protocol as functions. Every response is validated by its schema; nothing throws. Codes: `network.*`, `server.*`,
 * `auth.*`, `request.tooLarge`, `client.updateRequired`, `device.cloned`, `sync.badAnswer` (not this protocol) and
 * those of problem details.
 */
export interface Transport {
  sync(request: SyncRequest, options?: CallOptions): Promise<Result<SyncResponse>>;
  snapshot(query: SnapshotQuery, options?: CallOptions): Promise<Result<SnapshotPage>>;
  digest(query: DigestQuery, options?: CallOptions): Promise<Result<DigestRanges>>;
  activity(query: ActivityQuery, options?: CallOptions): Promise<Result<ActivityPage>>;
  /** The signed-in person's own preferences. An older server answers `request.notFound`. */
  preferences(request: PreferencesRequest, options?: CallOptions): Promise<Result<PreferencesResponse>>;
  people(options?: CallOptions): Promise<Result<Person[]>>;
  health(options?: CallOptions): Promise<Result<Health>>;
  signIn(request: SignInRequest, options?: CallOptions): Promise<Result<SignInResponse>>;
  signOut(options?: CallOptions): Promise<Result<void>>;
  /** A new token; with another device id, for a separate session beside the old one. */
  rotate(options?: CallOptions & { deviceId?: string }): Promise<Result<Rotation>>;
  /** Confirms the removal of this device's data. */
  confirmRemoval(done: RemovalDone, options?: CallOptions): Promise<Result<void>>;
  /** Opens the event stream; calls `onWake` for every event and (re)connection. Returns the function that closes it. */
  subscribe(onWake: () => void): () => void;
}
