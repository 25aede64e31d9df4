/** Several values of one cell: the first for the field, the others for elsewhere. */
interface Several {
  first: string;
  others: string[];
}

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+$/u;
const MIN_DIGITS_OF_A_NUMBER = 6;

/**
 * Email addresses in a cell: `a@x; b@x`, `Jo <jo@x>`, `mailto:jo@x`, Google's `a@x ::: b@x`.
 * @returns null if there are none
 */
export function readEmails(cell: string): Several | null {
  const parts = cell
    .split(/\s*(?::::|[;,|\n\r])\s*|\s+(?=\S+@)/)
    .map((part) => {
      const angled = /<([^<>]+)>/.exec(part)?.[1] ?? part;
      return angled.replace(/^mailto:/i, '').trim();
    })
    .filter((part) => part !== '');
  const found = parts.filter((part) => EMAIL.test(part));
  const [first] = found;
  if (first === undefined) return null;
  // Other words, such as the name in `Jo <jo@x>`, are dropped; only a cell without any address is unreadable.
  return { first, others: found.slice(1) };
}

/**
 * Phone numbers in a cell, verbatim: `0113 496 0001; 07700 900001`, `Phone: (555) 010-0199 Mobile: (555) 010-0142`. A
 * slash separates two numbers only if both sides are long enough.
 */
export function readPhones(cell: string): Several | null {
  const parts = cell
    .split(/\s*(?::::|[;,|\n\r])\s*/)
    .flatMap(splitAtLabels)
    .flatMap(splitAtSlash)
    .map((part) => part.trim().replace(/^(?:tel|phone|telefon|fon|ph|t)\s*[.:]+\s*/i, ''))
    .map((part) => part.replace(/^(\d{6,})\.0$/, '$1'))
    .filter((part) => part !== '');
  const isNumber = (part: string) => /\d/.test(part) && !/^\d(?:\.\d+)?E\+\d+$/i.test(part);
  const at = parts.findIndex(isNumber);
  const first = parts[at];
  if (first === undefined) return null;
  return { first, others: parts.filter((_, place) => place !== at) };
}

/** `Phone: 1 Mobile: 2`: QuickBooks writes several numbers into one cell. */
function splitAtLabels(part: string): string[] {
  return part.split(/\s+(?=(?:mobile|mobil|fax|phone|tel|work|home|other|cell)\s*:)/i);
}

function splitAtSlash(part: string): string[] {
  const sides = part.split(/\s*\/\s*/);
  const isEach = sides.every((side) => side.replace(/\D/g, '').length >= MIN_DIGITS_OF_A_NUMBER);
  return isEach ? sides : [part];
}
