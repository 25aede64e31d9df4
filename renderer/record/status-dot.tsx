import type { Field } from '#app/schema/index.ts';

/** A small mark before the words of a choice; the words carry the meaning. Choices that are no states have none. */
export function StatusDot({ field, value }: { field: Field; value: string }) {
  const isState = field.options?.some(({ tone }) => tone !== undefined) === true;
  if (!isState) return null;
  const tone = field.options?.find((option) => option.value === value)?.tone;
  return <span className={`dot dot--${tone ?? 'plain'}`} aria-hidden />;
}
