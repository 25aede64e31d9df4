const NOTHING = new Set([
  ...[
    'n/a',
    'na',
    'n.a.',
    'n/k',
    'none',
    'null',
    'nil',
    'undefined',
    'unknown',
    'tbd',
    'not applicable',
    '(blank)',
    '(none)',
    '(empty)',
  ],
  ...[
    'k.a.',
    'k. a.',
    'keine',
    'keine angabe',
    'keiner',
    'leer',
    'entfällt',
    'unbekannt',
    'nicht bekannt',
    '.',
    '?',
    'x',
    '0/0/00',
  ],
  ...['0000-00-00', '00.00.0000', '00/00/0000'],
]);

/** Placeholders for "no value"; a name may be one of these, a number or address never is. */
export function isPlaceholder(text: string): boolean {
  return /^[-–—_./\s]+$/.test(text) || NOTHING.has(text.trim().toLowerCase());
}

/** What a spreadsheet shows for a failed formula. */
export function isSpreadsheetError(text: string): boolean {
  return /^#(?:N\/A|REF!|VALUE!|NAME\?|NULL!|NUM!|DIV\/0!|SPILL!|CALC!|GETTING_DATA|NV|BEZUG!|WERT!|ZAHL!|ÜBERLAUF!|#+)$/i.test(
    text.trim(),
  );
}
