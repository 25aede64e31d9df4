import { type ErrorCode, type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { StatusRegions } from '#app/contract/status.ts';

const REGIONS: Partial<Record<ErrorCode, StatusRegions['store']>> = {
  'store.diskFull': 'diskFull',
  'store.readOnly': 'readOnly',
  'store.corrupt': 'corrupt',
  'store.newerDatabase': 'updateRequired',
  'client.updateRequired': 'updateRequired',
};

/** What an error says of the database; undefined where it says nothing. */
export function storeRegionOf(error: FerryError): StatusRegions['store'] | undefined {
  return REGIONS[error.code];
}

type Operation = (...args: never[]) => unknown;

/** The same operations, each telling how it went: null for well, or the error it threw. */
export function observed<T extends Record<keyof T, Operation>>(
  operations: T,
  tell: (error: FerryError | null) => void,
): T {
  function failedWith(thrown: unknown): never {
    tell(toFerryError(thrown));
    throw thrown;
  }

  function wentWell(value: unknown): unknown {
    tell(null);
    return value;
  }

  const observe =
    (perform: Operation): Operation =>
    (...args) => {
      try {
        const value = perform(...args);
        return value instanceof Promise ? value.then(wentWell, failedWith) : wentWell(value);
      } catch (thrown) {
        return failedWith(thrown);
      }
    };
  return Object.fromEntries(
    Object.entries<Operation>(operations).map(([name, perform]) => [name, observe(perform)]),
  ) as T;
}
