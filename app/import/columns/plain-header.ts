/** A header as it is compared: letters and digits alone, without case and accents. `*ContactName` and "Contact name" are one. */
export function plainHeader(header: string): string {
  return header
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
