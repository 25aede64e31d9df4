import * as z from 'zod';
import { ACTIONS, ERROR_CODES } from '#app/contract/errors.ts';
import { ackSchema, outcomeSchema, problemSchema, syncResponseSchema } from '#app/contract/protocol.ts';

const codes = new Set<unknown>(ERROR_CODES);
const actions = new Set<unknown>(ACTIONS);
const outcomes = new Set<unknown>(outcomeSchema.options);

const NOT_UNDERSTOOD = {
  outcome: 'rejected',
  code: 'client.updateRequired',
  action: 'update',
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Forward compatibility: drops unknown error codes (the outcome suffices) and maps unknown actions to `none`. */
function knownWords(ack: unknown): unknown {
  if (!isObject(ack)) return ack;
  const { code, action, ...rest } = ack;
  if (typeof ack.outcome === 'string' && !outcomes.has(ack.outcome)) return { ...rest, ...NOT_UNDERSTOOD };
  return {
    ...rest,
    ...(typeof code === 'string' && !codes.has(code) ? {} : { code }),
    ...(typeof action === 'string' && !actions.has(action) ? { action: 'none' } : { action }),
  };
}

/** A round's response; an unknown word in an ack affects only its own change. */
export const tolerantSyncResponseSchema = syncResponseSchema.extend({
  acks: z.array(z.preprocess(knownWords, ackSchema)),
});

/** Problem details whose code and action may be a newer server's. */
export const tolerantProblemSchema = problemSchema.extend({ code: z.string(), action: z.string() });

export const isKnownCode = (code: string): code is (typeof ERROR_CODES)[number] => codes.has(code);
export const isKnownAction = (action: string): action is (typeof ACTIONS)[number] => actions.has(action);
