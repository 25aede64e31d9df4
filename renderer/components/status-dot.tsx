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

/** A small mark before the words of a choice; the words carry the meaning. */
export function StatusDot({ value }: { value: string }) {
  const tone = tones[value];
  return <span className={`dot dot--${tone ?? 'plain'}`} aria-hidden />;
}
