export interface Span {
  kind: 'plain' | 'bold' | 'italic' | 'code';
  text: string;
}

export type Block =
  | { kind: 'heading'; spans: Span[] }
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'code'; text: string }
  | { kind: 'bullets'; items: Span[][] }
  | { kind: 'numbered'; items: Span[][] };

/**
 * Parses the basic Markdown that people use in notes. Never yields HTML: every part stays text. Linear time for any
 * input: no pattern can match the same characters twice.
 */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.split(LINE_ENDS);
  let paragraph: string[] = [];
  /** The lines of the current item, which may continue, and its list. */
  let item: { lines: string[]; items: Span[][]; kind: 'bullets' | 'numbered' } | null = null;
  const endText = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(paragraph.join('\n')) });
    paragraph = [];
    item?.items.push(parseSpans(item.lines.join(' ')));
  };
  const endBlock = () => {
    endText();
    item = null;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const text = line.trim();
    const heading = text.startsWith('#') ? HEADING.exec(line) : null;
    const mark = ITEM.exec(text)?.[0];
    if (line.startsWith('```')) {
      endBlock();
      const end = lines.indexOf('```', index + 1);
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(index + 1, last).join('\n') });
      index = last;
    } else if (heading !== null) {
      endBlock();
      blocks.push({ kind: 'heading', spans: parseSpans(line.slice(heading[0].length).trim()) });
    } else if (mark !== undefined) {
      const kind = /\d/.test(mark) ? 'numbered' : 'bullets';
      const known: Span[][] | null = item?.kind === kind ? item.items : null;
      endText();
      const items: Span[][] = known ?? [];
      if (known === null) blocks.push({ kind, items });
      item = { lines: [text.slice(mark.length).trim()], items, kind };
    } else if (text === '') {
      endBlock();
    } else if (item !== null && line !== line.trimStart()) {
      item.lines.push(text);
    } else {
      if (item !== null) endBlock();
      paragraph.push(line);
    }
  }
  endBlock();
  return blocks;
}

const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/;
const HEADING = /^#{1,6}\s/;
const ITEM = /^(?:[-*+]|\d{1,3}[.)])\s/;

/** Each alternative stops at the next character that could start it, so that no text is scanned twice. */
const marks = /\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|`([^`\n]+)`|\[([^[\]\n]+)\]\([^)[\s]*\)/g;

function parseSpans(text: string): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(marks)) {
    const [whole, bold, italic, code, link] = match;
    if (match.index > end) found.push({ kind: 'plain', text: text.slice(end, match.index) });
    if (bold !== undefined) found.push({ kind: 'bold', text: bold });
    else if (italic !== undefined) found.push({ kind: 'italic', text: italic });
    else if (code !== undefined) found.push({ kind: 'code', text: code });
    else found.push({ kind: 'plain', text: link ?? whole });
    end = match.index + whole.length;
  }
  if (end < text.length) found.push({ kind: 'plain', text: text.slice(end) });
  return found;
}
