import chardet from 'chardet';
import { plausibility } from './letters.ts';

/** The encodings a person may choose from where the guess is wrong; labels that `TextDecoder` knows. */
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

/** Latin letters have two, quotes and dashes one more, another script one or two. */
const MOST_UPPER_BYTES = 6;
const JAPANESE = ['shift_jis', 'euc-jp'];
const LEAST_KANA = 3;
const LEAST_KANA_SHARE = 0.2;
const SAMPLE_BYTES = 200_000;

/** The encoding of a text file: by its byte order mark, else by what its bytes can be, else by what reads most like words. */
export function detectEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const wide = wideEncoding(bytes);
  if (wide !== null) return wide;
  if (isUtf8(bytes)) return 'utf-8';
  const sample = linesBeyondAscii(bytes);
  const [best] = chardet.analyse(sample);
  const several = best === undefined ? undefined : MULTI_BYTE[best.name];
  if (several !== undefined && best !== undefined && best.confidence >= 80) return several;
  const japanese = JAPANESE.find((label) => readsAsKana(sample, label));
  if (japanese !== undefined) return japanese;
  const ranked = SINGLE_BYTE.map((label) => ({ label, score: plausibility(new TextDecoder(label).decode(sample)) }));
  // The first of equals: the list begins with what is most common.
  return ranked.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a)).label;
}

/**
 * A short file is too little for chardet. Kana tell it: there is hardly a Japanese line without them, and their first byte is a
 * quote or a box in the encodings of other scripts. Kanji alone could be any two letters with accents.
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

/** The text of a file without its byte order mark. */
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

/**
 * UTF-16 without a byte order mark: the upper byte of every character is zero for ASCII, and of other letters one of the few
 * that their script has.
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

/** The lines with non-ASCII characters: only they distinguish encodings. */
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
