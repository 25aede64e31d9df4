import type { App } from 'electron';
import type { SystemLocale } from '#app/text/system-locale.ts';

type LocaleCalls = Pick<App, 'getLocale'> & Partial<Pick<App, 'getSystemLocale' | 'getPreferredSystemLanguages'>>;

/**
 * What the system says of its person. `getLocale` is what Chromium has menus for, which turns Swiss German into German;
 * the region stands in the system's own setting, else in the languages the person prefers.
 */
export function systemLocale(app: LocaleCalls): SystemLocale {
  const preferred = app.getPreferredSystemLanguages?.() ?? [];
  const region = app.getSystemLocale?.() || preferred.find((tag) => /[-_][A-Za-z]{2}\b/.test(tag)) || '';
  return { language: app.getLocale(), region };
}
