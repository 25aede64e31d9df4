import type { ErrorCode } from '#app/contract/errors.ts';
import type { JsonObject } from './components.ts';

/** One operation of the document. */
export interface Route {
  summary: string;
  description: string;
  tag: string;
  /** Name of the request body's schema. */
  body?: string;
  isBodyOptional?: boolean;
  parameters?: JsonObject[];
  /** Name of the response's schema; absent for 204. */
  answer?: string;
  mediaType?: string;
  problems: ErrorCode[];
  isPublic?: boolean;
}

export const session: ErrorCode[] = [
  'auth.required',
  'auth.expired',
  'auth.revoked',
  'auth.superseded',
  'server.unavailable',
];

/** Routes with a limit per device. */
export const limited: ErrorCode[] = [...session, 'auth.throttled'];

/** Routes that queue for the database. */
export const queued: ErrorCode[] = [...limited, 'sync.busy'];

/** Id of what a route acts on. */
export const idParameter: JsonObject = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', maxLength: 64 },
};
