import { useEffect, useState } from 'react';
import { followDay } from '../model/follow-day.ts';
import { useSpeech } from './speech.tsx';

/** The local day; a desk that stays open over midnight moves on. */
export function useToday(): string {
  const { formats } = useSpeech();
  const [today, setToday] = useState(() => formats.dayOf(Date.now()));
  useEffect(() => followDay(setToday, formats.dayOf), [formats]);
  return today;
}
