/** Several values of one cell: the first for the field, the others for elsewhere. */
interface Several {
  first: string;
  others: string[];
  /** Whether nothing but values is in the cell. */
  isAlone?: boolean;
}

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+$/u;
const EMAIL_LABELS =
  /\b(?:e-?mail|mail|work|home|office|private|privat|business|geschäftlich|other|or|oder|and|und)\b/giu;
const MIN_DIGITS_OF_A_NUMBER = 6;

/**
 * Email addresses in a cell: `a@x; b@x`, `Jo <jo@x>`, `mailto:jo@x`, `jo@x (private)`, Google's `a@x ::: b@x`. If other
 * words are among them, such as a name, `others` is the whole cell, so that nothing is lost.
 * @returns null if there are none
 */
export function readEmails(cell: string): Several | null {
  const found: string[] = [];
  const words = cell.replace(/(?:mailto:)?([^\s@<>,;|()[\]"/]+@[^\s@<>,;|()[\]"/]+)/giu, (_, address: string) => {
    found.push(address.replace(/^'+|[.:']+$/g, ''));
    return ' ';
  });
  const addresses = [...new Set(found.filter((address) => EMAIL.test(address)))];
  const [first, ...others] = addresses;
  if (first === undefined) return null;
  const isAlone = !/[\p{L}\p{N}]/u.test(words.replace(EMAIL_LABELS, ' '));
  // What goes on behind an address without a dot may be its end: `a@firm,com`.
  if (!isAlone && addresses.length === 1 && !/@.*\./.test(first)) return null;
  return { first, others: isAlone ? others : [cell.trim()], isAlone };
}

/**
 * Phone numbers in a cell, verbatim: `0113 496 0001; 07700 900001`, `Phone: (555) 010-0199 Mobile: (555) 010-0142`. A
 * slash or a word such as "or" separates two numbers only if both sides are long enough.
 */
export function readPhones(cell: string): Several | null {
  const parts = cell
    .split(/\s*(?::::|[;,|\n\r])\s*/)
    .flatMap(splitAtLabels)
    .flatMap((part) => splitBetweenNumbers(part, /\s*\/\s*/))
    .flatMap((part) => splitBetweenNumbers(part, /\s+(?:or|and|oder|und|&)\s+/i))
    .map((part) =>
      part
        .trim()
        .replace(/^[='](?=[+(]?\d)/, '')
        .replace(/^(?:tel|phone|telefon|fon|ph|t)\s*[.:]+\s*/i, ''),
    )
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

/** Splits only if each side is long enough to be a number of its own. */
function splitBetweenNumbers(part: string, mark: RegExp): string[] {
  const sides = part.split(mark);
  const isEach = sides.every((side) => side.replace(/\D/g, '').length >= MIN_DIGITS_OF_A_NUMBER);
  return isEach ? sides : [part];
}
