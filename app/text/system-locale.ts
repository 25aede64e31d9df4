/** What the system says of its person. BCP 47; the region may be empty or of POSIX where none is set. */
export interface SystemLocale {
  /** The language of menus and messages, such as `en-GB`. */
  language: string;
  /** How dates, numbers and money are written, such as `de-CH`: another setting than the language on every system. */
  region: string;
}

export interface FormatLocales {
  /** For what is written in digits, and read: the region's own habits. */
  numbers: string;
  /** For what has words in it, such as the names of months: our language, with the region's habits where there are any. */
  words: string;
}

/**
 * Which locales to write in, for the interface language `language`.
 * @param fallback a locale of that language, where the system names no region, or one nobody has described with it
 */
export function formatLocales(language: string, fallback: string, system: SystemLocale): FormatLocales {
  const region = known(system.region) ?? known(system.language);
  if (region === null) return { numbers: fallback, words: fallback };
  const combined = region.language === language ? region.baseName : `${language}-${region.region}`;
  // A pair that nobody has described, such as German in the United States, would be written as in some other country.
  const isDescribed = new Intl.DateTimeFormat(combined).resolvedOptions().locale === combined;
  return { numbers: readable(region.baseName), words: readable(isDescribed ? combined : fallback) };
}

/** A locale that names a region; null for one that does not, such as `C`, `POSIX` or `en`. */
function known(tag: string): Intl.Locale | null {
  const bare = tag.replace(/[.@].*$/, '').replaceAll('_', '-');
  // `en-US` is what a Linux without any setting says of itself.
  if (bare === '' || /@posix/i.test(tag)) return null;
  try {
    const locale = new Intl.Locale(bare);
    return locale.region === undefined ? null : locale;
  } catch {
    return null;
  }
}

/** The schema's days are Gregorian, and what is written out must be read back: in the digits of every keyboard. */
function readable(tag: string): string {
  const { calendar, numberingSystem } = new Intl.DateTimeFormat(tag).resolvedOptions();
  return calendar === 'gregory' && numberingSystem === 'latn' ? tag : `${tag}-u-ca-gregory-nu-latn`;
}
