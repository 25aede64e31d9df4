import type { Field } from '#app/schema/index.ts';

const tones: Record<string, string> = {
  active: 'accent',
  doing: 'accent',
  review: 'wait',
  waiting: 'wait',
  prospect: 'wait',
  done: 'good',
  cancelled: 'off',
  inactive: 'off',
  archived: 'off',
  urgent: 'danger',
  high: 'wait',
  low: 'off',
};

/** A small mark before the words of a choice; the words carry the meaning. Choices that are no states have none. */
export function StatusDot({ field, value }: { field: Field; value: string }) {
  const isState = field.options?.some((option) => tones[option.value] !== undefined) === true;
  if (!isState) return null;
  const tone = tones[value];
  return <span className={`dot dot--${tone ?? 'plain'}`} aria-hidden />;
}
