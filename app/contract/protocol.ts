import * as z from 'zod';
import { ACTIONS, ERROR_CODES } from './errors.ts';
import { idSchema } from './ids.ts';
import { fieldNameSchema, recordDataSchema } from './json.ts';

/** Version of this protocol; the first path segment of every route is `/v1`. */
export const PROTOCOL_VERSION = 1;
/** Maximum number of changes per round. */
export const MAX_BATCH_SIZE = 100;
/** Maximum number of records per feed or snapshot page, unless one transaction is larger. */
export const MAX_PAGE_SIZE = 1000;
/** Maximum number of earlier changes that a round may name. */
export const MAX_UNANSWERED = 1000;
/** Maximum bytes of records per page, unpacked, unless one record or transaction is larger; the same for acks. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;
/** Maximum request body in bytes; above it the server answers 413 and the desk splits its batch. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

const sequence = z.int().min(0);
const millis = z.int().min(0);
const id = idSchema;

/** Represents the record as a whole in stamps, conflicts and acks: its deletion or restoration. */
export const WHOLE_RECORD = '*';
/** The stamp of every field without its own: the insert. */
export const INSERTED = '+';

export const operationSchema = z.enum(['insert', 'update', 'delete']);
export type Operation = z.infer<typeof operationSchema>;

export const changeSchema = z.strictObject({
  /** UUIDv7; the idempotency key. The same id always carries the same content. */
  changeId: z.uuid(),
  /** Changes that share it are applied together or not at all, and are never split between rounds. */
  txnId: z.uuid().optional(),
  table: id,
  operation: operationSchema,
  recordId: id,
  /** Whole record (insert), changed fields (update), `{}` (delete). */
  data: recordDataSchema,
  /** The values the changed fields had when the person changed them. */
  base: recordDataSchema.optional(),
  /** The record's version at which those values were read; 0 for a record the server had not seen. */
  baseVersion: sequence,
  schemaVersion: z.int().min(1),
  /** By the desk's clock; displayed only. */
  createdAt: millis,
  /** After a restore: the version this change had before the server forgot it. */
  origin: sequence.optional(),
  /**
   * After a restore: `base` may contain values the server forgot; `baseVersion` is at most the epoch's first sequence.
   */
  capped: z.boolean().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Who wrote a field last, and at which sequence. */
export const stampSchema = z.object({
  version: sequence,
  device: id,
  /** Set while the field has the value re-offered after a restore. */
  origin: sequence.optional(),
  /**
   * The newest version of this field by another device that this write was merged into or replaced, unseen by its
   * writer. The same device's next write that has not seen it either is decided as if it met that device's write.
   */
  over: sequence.optional(),
});
export type Stamp = z.infer<typeof stampSchema>;

export const serverRecordSchema = z.object({
  table: id,
  recordId: id,
  version: sequence,
  deleted: z.boolean(),
  data: recordDataSchema,
  /** Field → stamp; `+` for all fields without one, `*` for deletion or restoration. */
  stamps: z.record(fieldNameSchema, stampSchema),
  /** The person whose write made this version. */
  by: z.string().max(64),
  /** Server time of that write, ms since the epoch. */
  at: millis,
});
export type ServerRecord = z.infer<typeof serverRecordSchema>;

export const conflictFieldSchema = z.object({
  /** A field name, or `*`: one side deleted the record while the other edited it. */
  field: fieldNameSchema,
  base: z.json(),
  mine: z.json(),
  theirs: z.json(),
  /** The record's current value. */
  kept: z.json(),
});
export type ConflictField = z.infer<typeof conflictFieldSchema>;

export const conflictSchema = z.object({
  conflictId: z.uuid(),
  fields: z.array(conflictFieldSchema).min(1),
  /** Person and time of the other write. */
  theirsBy: z.string().max(64),
  theirsAt: millis,
});
export type Conflict = z.infer<typeof conflictSchema>;

export const outcomeSchema = z.enum(['applied', 'merged', 'duplicate', 'conflict', 'rejected', 'blocked', 'retry']);
export type Outcome = z.infer<typeof outcomeSchema>;

const codeSchema = z.enum(ERROR_CODES);
const actionSchema = z.enum(ACTIONS);

export const ackSchema = z.object({
  changeId: z.uuid(),
  outcome: outcomeSchema,
  /** The sequence of this change; 0 if it wrote nothing. */
  version: sequence.optional(),
  /** The record after the round; absent if the server has none, or if the response contains it elsewhere. */
  record: serverRecordSchema.optional(),
  conflict: conflictSchema.optional(),
  code: codeSchema.optional(),
  message: z.string().max(2000).optional(),
  action: actionSchema.optional(),
  /** Field → problem, for `validation.failed`. */
  fieldErrors: z.record(fieldNameSchema, z.string()).optional(),
  /** With `blocked`: the change it waits for, if in the same round. */
  blockedBy: z.uuid().optional(),
  retryAfterMs: millis.optional(),
});
export type Ack = z.infer<typeof ackSchema>;

/** Table → sum modulo 2^64 of the hash of (id, version) over its records and tombstones, as 16 hex digits. */
export const digestSchema = z.record(id, z.string().regex(/^[0-9a-f]{16}$/));
export type Digest = z.infer<typeof digestSchema>;

export const syncRequestSchema = z.strictObject({
  deviceId: z.uuid(),
  /** From the last response read; null before the first. */
  ticket: z.string().max(100).nullable(),
  /** Counts every attempt of this device; a response to an earlier one is dropped unread. */
  round: z.int().min(1),
  /** Null before the first response. */
  epoch: z.string().max(64).nullable(),
  schema: z.int().min(1),
  cursor: sequence,
  /** Responses up to this round are stored on the device; their acks may be pruned. */
  ackedThrough: z.int().min(0),
  /** Changes sent in an earlier round, neither answered nor included here. */
  unanswered: z.array(z.uuid()).max(MAX_UNANSWERED),
  changes: z.array(changeSchema).max(MAX_BATCH_SIZE),
  /** Maximum number of feed records. */
  limit: z.int().min(1).max(MAX_PAGE_SIZE).optional(),
});
export type SyncRequest = z.infer<typeof syncRequestSchema>;

export const syncResponseSchema = z.object({
  ticket: z.string().min(1).max(100),
  round: z.int().min(1),
  epoch: z.string().min(1).max(64),
  /** The sequence at which this epoch begins; later writes of older epochs are lost. */
  epochSeq: sequence,
  /**
   * Nothing was applied: take a new snapshot. `epoch`: another data set; `horizon`: the cursor is older than the
   * remaining tombstones.
   */
  reset: z.enum(['epoch', 'horizon']).optional(),
  /** The server has removed tombstones up to here; a device may remove them too. */
  horizon: sequence.optional(),
  acks: z.array(ackSchema),
  feed: z.array(serverRecordSchema),
  cursor: sequence,
  more: z.boolean(),
  /** Present when `more` is false: the digest at `cursor`. */
  digest: digestSchema.optional(),
  /** An owner requested the removal of this device's data: upload pending work, remove, confirm by this id. */
  removal: z.uuid().optional(),
});
export type SyncResponse = z.infer<typeof syncResponseSchema>;

export const snapshotQuerySchema = z.object({
  table: id,
  epoch: z.string().max(64).optional(),
  /** Continue after this record id. */
  after: id.optional(),
  /** Last record id; for the repair of a range. */
  through: id.optional(),
  /** Excludes records newer than this sequence; by default the current one, which is returned. */
  asOf: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).optional(),
});
export type SnapshotQuery = z.infer<typeof snapshotQuerySchema>;

export const snapshotPageSchema = z.object({
  epoch: z.string().min(1).max(64),
  asOf: sequence,
  records: z.array(serverRecordSchema),
  /** Pass as `after` for the next page; null on the last. */
  next: z.string().max(64).nullable(),
  /** Records of the table up to `asOf`; on the first page only. */
  total: z.int().min(0).optional(),
});
export type SnapshotPage = z.infer<typeof snapshotPageSchema>;

export const digestQuerySchema = z.object({
  table: id,
  /** Exclusive lower and inclusive upper bound of the record ids; absent means unbounded. */
  after: id.optional(),
  through: id.optional(),
});
export type DigestQuery = z.infer<typeof digestQuerySchema>;

export const digestRangesSchema = z.object({
  epoch: z.string().min(1).max(64),
  /** The firm's sequence at the start of the computation. */
  seq: sequence,
  /** Consecutive id ranges that cover the requested one. */
  ranges: z.array(
    z.object({
      after: z.string().max(64).nullable(),
      through: z.string().max(64).nullable(),
      count: z.int().min(0),
      digest: z.string().regex(/^[0-9a-f]{16}$/),
    }),
  ),
});
export type DigestRanges = z.infer<typeof digestRangesSchema>;

export const activitySchema = z.object({
  seq: sequence,
  at: millis,
  personId: z.string().max(64),
  personName: z.string().max(200),
  deviceId: z.string().max(64),
  deviceName: z.string().max(200),
  changeId: z.string().max(64),
  operation: operationSchema,
  /** Field → its value before and after; `*` for deletion (true) and restoration (false). */
  fields: z.record(fieldNameSchema, z.object({ from: z.json(), to: z.json() })),
});
export type Activity = z.infer<typeof activitySchema>;

export const activityQuerySchema = z.object({
  table: id,
  recordId: id,
  /** Entries with a smaller sequence, newest first. */
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;
export const activityPageSchema = z.object({ entries: z.array(activitySchema), next: sequence.nullable() });
export type ActivityPage = z.infer<typeof activityPageSchema>;

export const roleSchema = z.enum(['owner', 'staff', 'readOnly']);
export type Role = z.infer<typeof roleSchema>;

export const personSchema = z.object({
  id,
  name: z.string().max(200),
  email: z.string().max(254),
  role: roleSchema,
  /** False once the person is removed; kept so that old records still show a name. */
  active: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

export const peopleSchema = z.object({ people: z.array(personSchema) });

export const signInRequestSchema = z.strictObject({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1000),
  deviceId: z.uuid(),
  deviceName: z.string().max(200),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

export const signInResponseSchema = z.object({
  /** Bearer token of this device's session. */
  token: z.string().min(20).max(500),
  expiresAt: millis,
  person: personSchema,
  firm: z.object({ id, name: z.string().max(200) }),
  people: z.array(personSchema),
  /** Secret with which this server proves its identity in `/v1/health`, so that a captive portal is detected. */
  healthKey: z.string().min(16).max(200),
});
export type SignInResponse = z.infer<typeof signInResponseSchema>;

/** Body of `POST /v1/session/rotate`; optional. */
export const rotationRequestSchema = z.strictObject({
  /** After `device.cloned`: the new id of this device. */
  deviceId: z.uuid().optional(),
  deviceName: z.string().max(200).optional(),
});
export type RotationRequest = z.infer<typeof rotationRequestSchema>;

export const rotationSchema = z.object({ token: z.string().min(20).max(500), expiresAt: millis });
export type Rotation = z.infer<typeof rotationSchema>;

/** Body of `POST /v1/session/removal`: this device's data was removed as `removal` asked. Ends the session. */
export const removalDoneSchema = z.strictObject({
  removalId: z.uuid(),
  /** Unsent changes that the device keeps for a while for export. */
  keptChanges: z.int().min(0),
});
export type RemovalDone = z.infer<typeof removalDoneSchema>;

export const healthSchema = z.object({
  service: z.literal('ferry'),
  protocol: z.literal(PROTOCOL_VERSION),
  /** Server time, ms since the epoch. */
  time: millis,
  /** hex HMAC-SHA256(healthKey, nonce), for `?nonce=…&firm=…`. */
  proof: z.string().max(128).optional(),
});
export type Health = z.infer<typeof healthSchema>;

/** One event of the stream `GET /v1/events`: the firm's sequence is now `seq`. */
export const wakeUpSchema = z.object({ seq: sequence });

/** RFC 9457; `type` is `about:blank#<code>`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: codeSchema,
  action: actionSchema,
  requestId: z.string().optional(),
  /** With `auth.revoked`: see `removal` of a round's response. */
  removal: z.uuid().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
