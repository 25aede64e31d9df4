/**
 * What can be wrong with the value of a field. A problem crosses every boundary as its code, and behind a colon the number
 * it is about: `tooLong:200`. Its words stand in app/text.
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
  // What names another record or a person
  'notChosen',
  'unknownRecord',
  'severalRecords',
  'unknownPerson',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];
export type Problem = ProblemCode | `${ProblemCode}:${number}`;

/** The parts of a problem; null for a text that is none, such as one of a newer server. */
export function problemIn(text: string): { code: ProblemCode; limit: number | null } | null {
  const [name, limit] = text.split(':', 2);
  const code = PROBLEM_CODES.find((known) => known === name);
  return code === undefined ? null : { code, limit: limit === undefined ? null : Number(limit) };
}

/** The problem that a schema found; where Zod speaks for itself, the value is of another type than its field. */
export function problemOf(issue: { code?: string | undefined; message: string } | undefined): Problem {
  if (issue !== undefined && isProblem(issue.message)) return issue.message;
  return issue?.code === 'unrecognized_keys' ? 'unknownField' : 'wrongType';
}

function isProblem(text: string): text is Problem {
  return problemIn(text) !== null;
}
