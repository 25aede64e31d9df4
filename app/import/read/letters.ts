/** Non-ASCII lower-case letters of each European language. */
const ALPHABETS = [
  ...['äöüß', 'àâæçéèêëîïôœùûüÿ', 'áéíñóúü', 'àèéìíîòóù', 'ãáàâçéêíóôõú', 'åäöéü', 'åæøé'],
  ...['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'čćđšž', 'ăâîșşțţ', 'çğıöşüâîû'],
  ...['āčēģīķļņšūž', 'ąčęėįšųūž', 'äöõüšž'],
].map((letters) => new Set(letters));

/** Icelandic letters share code points with Turkish ones in windows-1254, which is far more common. */
const ICELANDIC = new Set('áéíóúýðþæö');
const ICELANDIC_SHARE = 0.9;

const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u];
const VOWEL = /[aeiouyαεηιουωаеёиоуыэюяіїєўѣı]/u;
const USUAL_SIGNS = new Set('€£§°–—‘’“”„«»…•™®©·²³½¼\u00a0');

/**
 * How likely a text is words of some language, judged by its non-ASCII characters; 0 if it has none, higher is better.
 * Words must look like words, use letters of one alphabet, and have punctuation only between them.
 */
export function plausibility(text: string): number {
  let score = 0;
  let count = 0;
  const letters = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const beyond = [...word].filter((letter) => letter > '\u007f');
    count += beyond.length;
    score += beyond.length * wordScore(word);
    for (const letter of beyond) {
      const small = letter.toLowerCase();
      letters.set(small, (letters.get(small) ?? 0) + 1);
    }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, all of it
  for (const { 0: sign, index } of text.matchAll(/[^\p{L}\p{M}\u0000-\u007f]/gu)) {
    const isBefore = /\p{L}/u.test(text.charAt(index + sign.length));
    const isWithin = isBefore && (/\p{L}/u.test(text.charAt(index - 1)) || '©®™·²³½¼'.includes(sign));
    count++;
    score += /[\u0080-\u009f\ufffd]/.test(sign) ? -4 : isApostrophe(sign) || !isWithin ? signScore(sign) : -2;
  }
  return count === 0 ? 0 : score / count + 2 * shareOfBestAlphabet(letters);
}

const isApostrophe = (sign: string) => sign === '’' || sign === '‘';
const signScore = (sign: string) => (USUAL_SIGNS.has(sign) ? 1 : -2);

function wordScore(word: string): number {
  const isShaped =
    /^(?:\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+)$/u.test(word) || /^(?:Mc|Mac|[OD])\p{Lu}\p{Ll}+$/u.test(word);
  const isOneScript = SCRIPTS.some((script) => [...word].every((letter) => script.test(letter)));
  if (!isShaped || !isOneScript) return -3;
  if (word.length === 1) return -1;
  const bare = word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[æœøå]/g, 'o');
  return word.length >= 3 && !VOWEL.test(bare) ? -1 : 1;
}

function shareOfBestAlphabet(letters: ReadonlyMap<string, number>): number {
  const total = [...letters.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0.5;
  const shareOf = (isOfIt: (letter: string) => boolean) =>
    [...letters].reduce((sum, [letter, count]) => sum + (isOfIt(letter) ? count : 0), 0) / total;
  const latin = ALPHABETS.map((alphabet) => shareOf((letter) => alphabet.has(letter)));
  const others = SCRIPTS.slice(1).map((script) => shareOf((letter) => script.test(letter)));
  return Math.max(...latin, ...others, ICELANDIC_SHARE * shareOf((letter) => ICELANDIC.has(letter)));
}
