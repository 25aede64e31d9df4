import type { App } from 'electron';
import type { SystemLocale } from '#app/text/system-locale.ts';

type LocaleCalls = Pick<App, 'getLocale'> & Partial<Pick<App, 'getSystemLocale' | 'getPreferredSystemLanguages'>>;

/**
 * The system's locale. `getLocale` is the language of Chromium's menus, which turns Swiss German into German; the
 * region is in the system's setting, else in the preferred languages.
 */
export function systemLocale(app: LocaleCalls): SystemLocale {
  const preferred = app.getPreferredSystemLanguages?.() ?? [];
  const region = app.getSystemLocale?.() || preferred.find((tag) => /[-_][A-Za-z]{2}\b/.test(tag)) || '';
  return { language: app.getLocale(), region };
}
