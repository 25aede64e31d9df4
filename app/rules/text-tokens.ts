/** Lines without line breaks, so that the last line equals the same line elsewhere. */
export function lines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** Words with the blank before them, so that the last word equals the same word elsewhere. */
export function words(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\S)(?=\s)/);
}
