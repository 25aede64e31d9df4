import type { Label } from './field-types.ts';

/** The usual currencies, first in every list. */
const COMMON = ['EUR', 'USD', 'GBP', 'CHF'];

/** The other ISO 4217 codes of legal tender, as of 2026. */
const OTHERS = (
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CLP CNY COP CRC ' +
  'CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK ' +
  'JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK ' +
  'MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP ' +
  'SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VED VES VND VUV WST XAF XCD XCG ' +
  'XOF XPF YER ZAR ZMW ZWG'
).split(' ');

/** ISO 4217 decimals, if not two. */
const DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
]);

export const CURRENCIES: readonly string[] = [...COMMON, ...OTHERS];

/** Number of decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD, 2 for unknown codes. */
export function currencyDecimals(code: string): number {
  return DIGITS[code] ?? 2;
}

/** The choices of a currency field; each code is its own label. */
export const currencyChoices: Readonly<Record<string, Label>> = Object.fromEntries(
  CURRENCIES.map((code) => [code, { en: code, de: code }]),
);
