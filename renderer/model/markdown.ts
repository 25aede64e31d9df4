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

/** The plain part of Markdown that people use in notes. Never yields HTML: every piece stays text. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(paragraph.join('\n')) });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const item = itemOf(line);
    if (line.startsWith('```')) {
      endParagraph();
      const end = lines.indexOf('```', index + 1);
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(index + 1, last).join('\n') });
      index = last;
    } else if (heading !== null) {
      endParagraph();
      blocks.push({ kind: 'heading', spans: parseSpans(heading[1] ?? '') });
    } else if (item !== null) {
      endParagraph();
      const list = blocks.at(-1);
      const isSameList = list?.kind === item.kind && itemOf(lines[index - 1] ?? '') !== null;
      if (isSameList && (list.kind === 'bullets' || list.kind === 'numbered')) list.items.push(parseSpans(item.text));
      else blocks.push({ kind: item.kind, items: [parseSpans(item.text)] });
    } else if (line.trim() === '') {
      endParagraph();
    } else {
      paragraph.push(line);
    }
  }
  endParagraph();
  return blocks;
}

function itemOf(line: string): { kind: 'bullets' | 'numbered'; text: string } | null {
  const bullet = /^\s*[-*+]\s+(.*)$/.exec(line);
  if (bullet !== null) return { kind: 'bullets', text: bullet[1] ?? '' };
  const numbered = /^\s*\d{1,3}[.)]\s+(.*)$/.exec(line);
  return numbered === null ? null : { kind: 'numbered', text: numbered[1] ?? '' };
}

const marks = /\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|`([^`\n]+)`|\[([^\]\n]+)\]\([^)\s]*\)/g;

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
