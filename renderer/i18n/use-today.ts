import { useEffect, useState } from 'react';
import { followDay } from './follow-day.ts';
import { useI18n } from './i18n.tsx';

/** The local day; updates at midnight. */
export function useToday(): string {
  const { formats } = useI18n();
  const [today, setToday] = useState(() => formats.dayOf(Date.now()));
  useEffect(() => followDay(setToday, formats.dayOf), [formats]);
  return today;
}
