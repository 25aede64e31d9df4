import { FerryFailure } from '#app/contract/errors.ts';
import type { Person } from '#app/contract/protocol.ts';

interface OtherFirm {
  firm: string;
  before: string;
  owner: string;
  server: string;
  pending: number;
  parked: number;
  mayGoOnAlone: boolean;
  /** The person signed in may see the waiting work and take it along. */
  mayLookThrough: boolean;
}

/** The failure, with its choices, when a person signs in to a server of another firm than this computer's data. */
export function otherFirmFailure(details: OtherFirm): FerryFailure {
  return new FerryFailure('session.otherFirm', 'signIn', { ...details });
}

export const isSameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A person's id in one firm → in another, by email address, else by a name that is unique there. */
export function samePeople(before: readonly Person[], there: readonly Person[]): Map<string, string> {
  const found = before.flatMap(({ id, email, name }): [string, string][] => {
    const namesakes = there.filter((person) => person.name === name);
    const same =
      there.find((person) => isSameAddress(person.email, email)) ?? (namesakes.length === 1 ? namesakes[0] : undefined);
    return same === undefined ? [] : [[id, same.id]];
  });
  return new Map(found);
}
