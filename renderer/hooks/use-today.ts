import { useEffect, useState } from 'react';
import { useSpeech } from './speech.tsx';

const MINUTE_MS = 60_000;

/** The local day; a desk that stays open over midnight moves on. */
export function useToday(): string {
  const { formats } = useSpeech();
  const [today, setToday] = useState(() => formats.dayOf(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setToday(formats.dayOf(Date.now())), MINUTE_MS);
    return () => clearInterval(timer);
  }, [formats]);
  return today;
}
