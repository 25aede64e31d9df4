/** Without their breaks, so that the last line, which has none, equals the same line with another after it. */
export function lines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** Each with the blank before it, so that the last word equals the same word with another after it. */
export function words(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\S)(?=\s)/);
}
