import type { Cell } from '../sheet.ts';
import { currencyOfWord } from '../values/currencies.ts';
import { dayOfSerial } from '../values/dates.ts';
import { readXml } from './xml.ts';

/** How a numeric cell is displayed, as far as it changes the value's type. */
export type NumberForm = 'number' | 'day' | 'time' | 'percent' | { zeros: number } | { currency: string };

const DAY_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const TIME_FORMATS = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47]);
const DAYS_FROM_1900_TO_1904 = 1462;
const PERCENT_FORMATS = new Set([9, 10]);
const MINUTES_A_DAY = 1440;
/** The last day that spreadsheets know, 9999-12-31. */
const LAST_SERIAL = 2_958_465;

/** The form of each cell style of a workbook, by its index. */
export function readStyles(xml: Uint8Array | undefined): NumberForm[] {
  if (xml === undefined) return [];
  const codes = new Map<number, string>();
  const forms: NumberForm[] = [];
  let isInCells = false;
  readXml(xml, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes().numFmtId), attributes().formatCode ?? '');
      if (name === 'cellXfs') isInCells = true;
      if (name === 'xf' && isInCells) forms.push(formOf(Number(attributes().numFmtId ?? 0), codes));
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return forms;
}

function formOf(id: number, codes: ReadonlyMap<number, string>): NumberForm {
  if (DAY_FORMATS.has(id)) return 'day';
  if (TIME_FORMATS.has(id)) return 'time';
  if (PERCENT_FORMATS.has(id)) return 'percent';
  const code = codes.get(id);
  if (code === undefined) return 'number';
  const [first = ''] = code.split(';');
  const sign = /\[\$([^\]-]+)(?:-[^\]]*)?\]|"([^"]{1,4})"|([€£¥$])/.exec(first);
  const currency = currencyOfWord((sign?.[1] ?? sign?.[2] ?? sign?.[3] ?? '').trim(), 'en-US');
  if (currency !== null) return { currency };
  const bare = first.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').toLowerCase();
  if (bare.includes('%')) return 'percent';
  if (/^0{2,}$/.test(bare)) return { zeros: bare.length };
  if (/[yd]/.test(bare)) return 'day';
  if (/[hs]/.test(bare) || /\[h+\]|\[m+\]/i.test(first)) return 'time';
  return /m/.test(bare) && !/[#0?]/.test(bare) ? 'day' : 'number';
}

/** A numeric cell as displayed: a day as `YYYY-MM-DD`, a time as `H:MM`, a percentage as `12.5%`, else the number. */
export function shownNumber(value: number, form: NumberForm | undefined, is1904: boolean): Cell {
  const serial = value + (is1904 ? DAYS_FROM_1900_TO_1904 : 0);
  if (form === 'day' && serial > LAST_SERIAL + 1) return value;
  if (form === 'day' && value >= 1) return dayOfSerial(serial);
  // Negative days and times are shown as `####`.
  if ((form === 'day' || form === 'time') && value < 0) return value;
  if (form === 'percent') return `${Number((value * 100).toPrecision(12))}%`;
  if (form === 'time' || form === 'day') {
    const minutes = Math.round(value * MINUTES_A_DAY);
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  }
  if (typeof form === 'object' && 'zeros' in form && Number.isSafeInteger(value)) {
    return String(value).padStart(form.zeros, '0');
  }
  if (typeof form === 'object' && 'currency' in form)
    return `${form.currency} ${value.toFixed(6).replace(/\.?0+$/, '')}`;
  return value;
}
