import { OPERATION_NAMES } from '#app/contract/channels.ts';
import { failed, type Result, toFerryError } from '#app/contract/errors.ts';
import type { FerryBridge } from '#app/contract/events.ts';

/** The bridge as the screens use it: a call never rejects; failures become error values. */
export type FerryClient = FerryBridge;

type AnyCall = (...args: unknown[]) => Promise<Result<unknown>>;

export function createFerryClient(bridge: FerryBridge): FerryClient {
  const guarded = OPERATION_NAMES.map((name) => {
    const call = bridge[name] as AnyCall;
    return [name, (...args: unknown[]) => call(...args).catch((thrown: unknown) => failed(toFerryError(thrown)))];
  });
  return { ...bridge, ...Object.fromEntries(guarded) };
}
