import { CURRENCIES } from '#app/schema/index.ts';

const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₽': 'RUB',
  '₴': 'UAH',
  '₪': 'ILS',
  '₫': 'VND',
  '₱': 'PHP',
  '฿': 'THB',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  us$: 'USD',
  a$: 'AUD',
  au$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  r$: 'BRL',
  'fr.': 'CHF',
  sfr: 'CHF',
  'sfr.': 'CHF',
};

const NAMES: Readonly<Record<string, string>> = {
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  'pound sterling': 'GBP',
  sterling: 'GBP',
  pfund: 'GBP',
  dollar: 'USD',
  dollars: 'USD',
  'us dollar': 'USD',
  'us-dollar': 'USD',
  franken: 'CHF',
  'schweizer franken': 'CHF',
  'swiss franc': 'CHF',
  yen: 'JPY',
};

const DOLLARS: Readonly<Record<string, string>> = { AU: 'AUD', CA: 'CAD', NZ: 'NZD', HK: 'HKD', SG: 'SGD' };
const CROWNS: Readonly<Record<string, string>> = { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK' };

const OF_REGION: Readonly<Record<string, string>> = {
  ...DOLLARS,
  ...CROWNS,
  US: 'USD',
  GB: 'GBP',
  CH: 'CHF',
  LI: 'CHF',
  PL: 'PLN',
  CZ: 'CZK',
  HU: 'HUF',
  JP: 'JPY',
  IN: 'INR',
  ZA: 'ZAR',
};

const codes = new Set(CURRENCIES);

function regionOf(locale: string): string {
  return new Intl.Locale(locale).region ?? '';
}

/** The currency of the locale's region; EUR if unknown. */
export function currencyOfLocale(locale: string): string {
  return OF_REGION[regionOf(locale)] ?? 'EUR';
}

/**
 * ISO 4217 code for a sign, code or name, or null. An ambiguous dollar, crown or yen sign means the region's own
 * currency if it has that kind.
 */
export function currencyOfWord(word: string, locale: string): string | null {
  const bare = word.trim();
  const code = bare.toUpperCase();
  if (codes.has(code)) return code;
  const small = bare.toLowerCase();
  if (small === '$') return DOLLARS[regionOf(locale)] ?? 'USD';
  if (small === 'kr' || small === 'kr.') return CROWNS[regionOf(locale)] ?? null;
  if (small === '¥' || small === '￥') return regionOf(locale) === 'CN' ? 'CNY' : 'JPY';
  return SIGNS[small] ?? NAMES[small] ?? null;
}
