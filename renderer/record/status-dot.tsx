import type { Field } from '#app/schema/index.ts';

/** A mark before a choice's text, which carries the meaning. Only for choices that are states. */
export function StatusDot({ field, value }: { field: Field; value: string }) {
  const isState = field.options?.some(({ tone }) => tone !== undefined) === true;
  if (!isState) return null;
  const tone = field.options?.find((option) => option.value === value)?.tone;
  return <span className={`dot dot--${tone ?? 'plain'}`} aria-hidden />;
}
