/**
 * Problems of a field's value. A problem crosses boundaries as its code, with a number after a colon if it has one:
 * `tooLong:200`. app/text words it.
 */
export const PROBLEM_CODES = [
  'empty',
  'tooLong',
  'unprintable',
  'severalLines',
  'notAnEmail',
  'notAPhone',
  'notAnOption',
  'notTags',
  'tooManyTags',
  'repeatedTag',
  'notADay',
  'notAnAmount',
  'negativeAmount',
  'amountTooLarge',
  'notANumber',
  'numberTooSmall',
  'numberTooLarge',
  'wrongType',
  'unknownField',
  // References to records or people
  'notChosen',
  'unknownRecord',
  'severalRecords',
  'unknownPerson',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];
export type Problem = ProblemCode | `${ProblemCode}:${number}`;

/** The parts of a problem; null for anything else, such as a newer server's text. */
export function problemIn(text: string): { code: ProblemCode; limit: number | null } | null {
  const [name, limit] = text.split(':', 2);
  const code = PROBLEM_CODES.find((known) => known === name);
  return code === undefined ? null : { code, limit: limit === undefined ? null : Number(limit) };
}

/** The problem that a schema found; a Zod default message means that the value has the wrong type. */
export function problemOf(issue: { code?: string | undefined; message: string } | undefined): Problem {
  if (issue !== undefined && isProblem(issue.message)) return issue.message;
  return issue?.code === 'unrecognized_keys' ? 'unknownField' : 'wrongType';
}

function isProblem(text: string): text is Problem {
  return problemIn(text) !== null;
}
