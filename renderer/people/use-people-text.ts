import { useMemo } from 'react';
import { type PeopleText, peopleText } from '#app/text/people/index.ts';
import { useI18n } from '../i18n/i18n.tsx';

/** All texts, with those of these screens. */
export function usePeopleText(): PeopleText {
  const { language, locale } = useI18n();
  return useMemo(() => peopleText(language, locale), [language, locale]);
}
