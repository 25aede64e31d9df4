import { FerryFailure } from '#app/contract/errors.ts';
import { MIN_PASSWORD_LENGTH } from '#app/contract/people.ts';

/** @throws `account.password` if it is too short */
export function checkPassword(password: string, minLength = MIN_PASSWORD_LENGTH): void {
  if (password.length < minLength) throw new FerryFailure('account.password', 'fix', { minLength });
}
