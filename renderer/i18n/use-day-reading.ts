import { parseDay } from '#app/text/index.ts';
import { useI18n } from './i18n.tsx';
import { useToday } from './use-today.ts';

export interface DayReading {
  /** `YYYY-MM-DD`, or null where what was typed is no day. */
  day: string | null;
  /** The day written out, so that 3.4. is not taken for another month than was meant; `''` where it is no day. */
  reading: string;
}

/** Reads a day as this person writes days, and says how it was read. */
export function useDayReading(): (typed: string) => DayReading {
  const { t, formats, locale } = useI18n();
  const today = useToday();
  return (typed) => {
    const day = parseDay(typed, locale, today);
    return { day, reading: day === null ? '' : t('field.readAs', { day: formats.longDay(day) }) };
  };
}
