import type { FerryError } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { usePeopleText } from './use-people-text.ts';

/** Why nothing happened, and what to do. */
export function FormProblem({ error }: { error: FerryError | null }) {
  const text = usePeopleText();
  return error === null ? null : (
    <p className="bar bar--danger" role="alert">
      <span className="bar__text selectable">{errorText(error, text)}</span>
    </p>
  );
}
