import chardet from 'chardet';
import { plausibility } from './letters.ts';

/** Encodings a person may choose if the guess is wrong; labels known to `TextDecoder`. */
export const ENCODINGS = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh', 'windows-1250', 'iso-8859-2', 'windows-1251'],
  ...['koi8-r', 'windows-1253', 'iso-8859-7', 'windows-1254', 'windows-1257', 'shift_jis', 'gb18030', 'big5', 'euc-kr'],
] as const;

const SINGLE_BYTE = [
  ...['windows-1252', 'macintosh', 'windows-1250', 'iso-8859-2', 'windows-1251', 'koi8-r'],
  ...['windows-1253', 'iso-8859-7', 'windows-1254', 'windows-1257'],
];

/** chardet’s names of the multi-byte encodings, which it detects reliably. */
const MULTI_BYTE: Readonly<Record<string, string>> = {
  Shift_JIS: 'shift_jis',
  Big5: 'big5',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  GB18030: 'gb18030',
  'ISO-2022-JP': 'iso-2022-jp',
};

/** Latin alphabets have two upper bytes; quotes and dashes add one; another script adds one or two. */
const MOST_UPPER_BYTES = 6;
const JAPANESE = ['shift_jis', 'euc-jp'];
const LEAST_KANA = 3;
const LEAST_KANA_SHARE = 0.2;
const SAMPLE_BYTES = 200_000;

/**
 * Guesses the encoding: by byte order mark, else by which encodings the bytes allow, else by which text looks most like
 * words.
 */
export function detectEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const wide = wideEncoding(bytes);
  if (wide !== null) return wide;
  if (isUtf8(bytes) || isMostlyUtf8(bytes)) return 'utf-8';
  const sample = linesBeyondAscii(bytes);
  const [best] = chardet.analyse(sample);
  const several = best === undefined ? undefined : MULTI_BYTE[best.name];
  if (several !== undefined && best !== undefined && best.confidence >= 80) return several;
  const japanese = JAPANESE.find((label) => readsAsKana(sample, label));
  if (japanese !== undefined) return japanese;
  const ranked = SINGLE_BYTE.map((label) => ({ label, score: plausibility(new TextDecoder(label).decode(sample)) }));
  // On a tie the first wins: the list is sorted by how common the encodings are.
  return ranked.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a)).label;
}

/**
 * Short files are too little for chardet, but kana identify Japanese: nearly every line has them, and in encodings of
 * other scripts their first byte is a quote or a box. Kanji alone could be two accented letters.
 */
function readsAsKana(bytes: Uint8Array, label: string): boolean {
  let text: string;
  try {
    text = new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  const beyond = text.match(/[^\p{ASCII}]/gu) ?? [];
  const kana = text.match(/[\u3041-\u30ff]/g) ?? [];
  const isJapanese = beyond.every((letter) => /[\u3000-\u30ff\uff01-\uff5e\p{Script=Han}]/u.test(letter));
  return isJapanese && kana.length >= LEAST_KANA && kana.length >= beyond.length * LEAST_KANA_SHARE;
}

/** Decodes a file without its byte order mark. */
export function decodeText(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Letters of several bytes that other encodings have by chance; a damaged byte is not to change all the others. */
const LEAST_UTF8_LETTERS = 3;
const MOST_DAMAGED_SHARE = 0.3;

function isMostlyUtf8(bytes: Uint8Array): boolean {
  let letters = 0;
  let damaged = 0;
  for (const letter of new TextDecoder('utf-8').decode(bytes.subarray(0, SAMPLE_BYTES))) {
    if (letter === '\ufffd') damaged++;
    else if (letter > '\u007f') letters++;
  }
  return letters >= LEAST_UTF8_LETTERS && damaged <= letters * MOST_DAMAGED_SHARE;
}

/**
 * Detects UTF-16 without a byte order mark: the upper byte is zero for ASCII, and one of a few values for a script's
 * other letters.
 */
function wideEncoding(bytes: Uint8Array): string | null {
  const upper = (first: number) => bytes.subarray(0, 4000).filter((_, at) => at % 2 === first);
  const zeros = (side: Uint8Array) => side.filter((byte) => byte === 0).length;
  const isUpper = (side: Uint8Array, other: Uint8Array) =>
    zeros(side) > side.length * 0.1 && zeros(other) < zeros(side) * 0.1 && new Set(side).size <= MOST_UPPER_BYTES;
  const [even, odd] = [upper(0), upper(1)];
  if (bytes.length >= 4 && isUpper(odd, even)) return 'utf-16le';
  if (bytes.length >= 4 && isUpper(even, odd)) return 'utf-16be';
  return null;
}

/** The lines with non-ASCII characters; only they distinguish encodings. */
function linesBeyondAscii(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  let from = 0;
  let isBeyond = false;
  for (let at = 0; at <= bytes.length && kept.length < SAMPLE_BYTES; at++) {
    const byte = bytes[at];
    if (byte !== undefined && byte >= 0x80) isBeyond = true;
    if (byte !== undefined && byte !== 10 && byte !== 13) continue;
    if (isBeyond) kept.push(...bytes.subarray(from, Math.min(at + 1, from + 4000)));
    from = at + 1;
    isBeyond = false;
  }
  return Uint8Array.from(kept);
}
