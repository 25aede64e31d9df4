/**
 * A header normalised for comparison: letters and digits only, no case or accents. `*ContactName` equals "Contact
 * name".
 */
export function plainHeader(header: string): string {
  return header
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
