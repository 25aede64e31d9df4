import type { ErrorCode } from '#app/contract/errors.ts';
import {
  activityQuerySchema,
  digestQuerySchema,
  PROTOCOL_VERSION,
  snapshotQuerySchema,
} from '#app/contract/protocol.ts';
import { healthQuerySchema } from '../http/health-query.ts';
import { statusOf } from '../http/problem.ts';
import { componentSchemas, type JsonObject, queryParameters } from './components.ts';
import { peopleRoutes } from './people-routes.ts';
import { limited, queued, type Route, session } from './route.ts';

const routes: Record<string, Record<string, Route>> = {
  ...peopleRoutes,
  '/v1/sync': {
    post: {
      tag: 'Sync',
      summary: 'One round: changes in, acks and feed out',
      description:
        'Applies up to 100 changes in order, answers each with an ack, and returns the firm’s records newer than the cursor. All of it in one transaction.',
      body: 'SyncRequest',
      answer: 'SyncResponse',
      problems: [
        ...queued,
        'request.invalid',
        'request.tooLarge',
        'request.unsupportedMedia',
        'device.cloned',
        'client.updateRequired',
      ],
    },
  },
  '/v1/snapshot': {
    get: {
      tag: 'Sync',
      summary: 'A page of a table by id, pinned at a sequence',
      description: 'For a first fill and for repairs. Tombstones too. What is newer than `asOf` comes with the feed.',
      parameters: queryParameters(snapshotQuerySchema),
      answer: 'SnapshotPage',
      problems: [...queued, 'request.invalid', 'table.unknown', 'sync.epochChanged'],
    },
  },
  '/v1/digest': {
    get: {
      tag: 'Sync',
      summary: 'Digests of up to 16 ranges of a table',
      description: 'To find where two sides differ: compare, then ask again for a range that does not match.',
      parameters: queryParameters(digestQuerySchema),
      answer: 'DigestRanges',
      problems: [...limited, 'request.invalid', 'table.unknown', 'sync.epochChanged'],
    },
  },
  '/v1/events': {
    get: {
      tag: 'Sync',
      summary: 'Server-sent events: there is something after sequence N',
      description:
        'Each event’s data is a `WakeUp`. The first carries the present sequence; a comment comes at least twice a minute.',
      answer: 'WakeUp',
      mediaType: 'text/event-stream',
      problems: [...session, 'sync.busy'],
    },
  },
  '/v1/activity': {
    get: {
      tag: 'Records',
      summary: 'What was done to a record, newest first',
      description: 'Who, on which device, when, field by field. Entries older than the horizon are gone.',
      parameters: queryParameters(activityQuerySchema),
      answer: 'ActivityPage',
      problems: [...queued, 'request.invalid', 'table.unknown'],
    },
  },
  '/v1/people': {
    get: {
      tag: 'Records',
      summary: 'The people of the firm',
      description: 'Those who were removed too, so that old records still show a name.',
      answer: 'People',
      problems: limited,
    },
  },
  '/v1/session': {
    post: {
      tag: 'Session',
      summary: 'Sign in',
      description: 'Starts a session of one device. An earlier session of the same person on the same device ends.',
      body: 'SignInRequest',
      answer: 'SignInResponse',
      problems: [
        'request.invalid',
        'auth.invalid',
        'device.cloned',
        'auth.throttled',
        'sync.busy',
        'server.unavailable',
      ],
      isPublic: true,
    },
    delete: {
      tag: 'Session',
      summary: 'Sign out',
      description: 'Ends this session at once.',
      problems: session,
    },
  },
  '/v1/session/rotate': {
    post: {
      tag: 'Session',
      summary: 'A fresh token',
      description:
        'The old token goes on until the new one is used, and a minute longer. With a `deviceId`, a new session for that id: how a device goes on after `device.cloned`.',
      body: 'RotationRequest',
      isBodyOptional: true,
      answer: 'Rotation',
      problems: [...limited, 'request.invalid', 'device.cloned'],
    },
  },
  '/v1/session/removal': {
    post: {
      tag: 'Session',
      summary: 'The data of this device was removed',
      description:
        'As an owner asked (`removal` of a round’s answer, or of the problem `auth.revoked`). Ends the sessions of the device; a token whose access was withdrawn will do.',
      body: 'RemovalDone',
      problems: ['auth.required', 'auth.expired', 'request.invalid', 'request.notFound', 'server.unavailable'],
    },
  },
  '/v1/health': {
    get: {
      tag: 'Server',
      summary: 'Is this a Ferry server, and the right one?',
      description: 'With `nonce` and `firm`, `proof` is hex HMAC-SHA256(healthKey, nonce).',
      parameters: queryParameters(healthQuerySchema),
      answer: 'Health',
      problems: ['request.invalid', 'server.unavailable'],
      isPublic: true,
    },
  },
  '/ready': {
    get: {
      tag: 'Server',
      summary: 'May requests be sent to this process?',
      description: 'For a load balancer: the database answers, and the process is not about to stop.',
      answer: 'JsonValue',
      problems: ['server.unavailable'],
      isPublic: true,
    },
  },
  '/v1/openapi.json': {
    get: {
      tag: 'Server',
      summary: 'This document',
      description: 'OpenAPI 3.1.',
      answer: 'JsonValue',
      problems: [],
      isPublic: true,
    },
  },
};

/** The OpenAPI 3.1 document, generated from the schemas that validate every request. */
export function openApiDocument(): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ferry sync protocol',
      version: String(PROTOCOL_VERSION),
      description:
        'How a desk and a firm’s server exchange changes. The rules behind the shapes are in protocol.md. Bodies may be packed as gzip or deflate, and answers are where the client accepts it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(Object.entries(routes).map(([path, methods]) => [path, pathItem(path, methods)])),
    components: {
      schemas: componentSchemas(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'The token of a session.' } },
    },
  };
}

function pathItem(path: string, methods: Record<string, Route>): JsonObject {
  return Object.fromEntries(Object.entries(methods).map(([method, route]) => [method, operation(path, method, route)]));
}

function operation(path: string, method: string, route: Route): JsonObject {
  const { summary, description, tag, body, isBodyOptional = false, parameters, isPublic = false } = route;
  return {
    operationId: [method, ...path.split('/').filter((part) => part !== '' && part !== 'v1')]
      .join('-')
      .replaceAll('.', '-')
      .replaceAll(/[{}]/g, ''),
    tags: [tag],
    summary,
    description,
    ...(isPublic ? { security: [] } : {}),
    ...(parameters ? { parameters } : {}),
    ...(body ? { requestBody: { required: !isBodyOptional, content: content(body, 'application/json') } } : {}),
    responses: { ...success(route), ...problems(route.problems) },
  };
}

const REQUEST_ID = { 'x-request-id': { description: 'Names this request in the log.', schema: { type: 'string' } } };
const RETRY_AFTER = { 'retry-after': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } } };

function success({ answer, mediaType = 'application/json' }: Route): JsonObject {
  return answer === undefined
    ? { 204: { description: 'Done.', headers: REQUEST_ID } }
    : { 200: { description: 'The answer.', headers: REQUEST_ID, content: content(answer, mediaType) } };
}

/** Codes grouped by HTTP status. */
function problems(codes: readonly ErrorCode[]): JsonObject {
  const byStatus = Map.groupBy(codes, statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: `Problem: ${group.join(', ')}`,
        headers: { ...REQUEST_ID, ...(status === 429 || status === 503 ? RETRY_AFTER : {}) },
        content: content('Problem', 'application/problem+json'),
      },
    ]),
  );
}

function content(schema: string, mediaType: string): JsonObject {
  return { [mediaType]: { schema: { $ref: `#/components/schemas/${schema}` } } };
}
