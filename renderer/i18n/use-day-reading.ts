import { parseDay } from '#app/text/index.ts';
import { useI18n } from './i18n.tsx';
import { useToday } from './use-today.ts';

export interface DayReading {
  /** `YYYY-MM-DD`, or null if the input is not a day. */
  day: string | null;
  /** The day in words, so that 3.4. is not mistaken for another month; `''` if it is not a day. */
  reading: string;
}

/** Parses a day in this person's format, and words the result. */
export function useDayReading(): (typed: string) => DayReading {
  const { t, formats, locale } = useI18n();
  const today = useToday();
  return (typed) => {
    const day = parseDay(typed, locale, today);
    return { day, reading: day === null ? '' : t('field.readAs', { day: formats.longDay(day) }) };
  };
}
