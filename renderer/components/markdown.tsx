import { Fragment, type ReactNode } from 'react';
import { parseMarkdown, type Span } from './parse-markdown.ts';

/**
 * Renders notes: headings, lists, bold, italic, code. Links show their text only, since nothing may be opened from
 * here. @param level of its headings on the page
 */
export function Markdown({ source, level = 4 }: { source: string; level?: 3 | 4 }) {
  const Heading = `h${level}` as const;
  return (
    <div className="markdown selectable">
      {parseMarkdown(source).map((block, index) => {
        const key = `${index}-${block.kind}`;
        if (block.kind === 'heading') return <Heading key={key}>{spans(block.spans)}</Heading>;
        if (block.kind === 'code') return <pre key={key}>{block.text}</pre>;
        if (block.kind === 'paragraph') return <p key={key}>{spans(block.spans)}</p>;
        return block.kind === 'numbered' ? (
          <ol key={key}>{items(block.items)}</ol>
        ) : (
          <ul key={key}>{items(block.items)}</ul>
        );
      })}
    </div>
  );
}

/** The position is the only identity a piece of prose has. */
function items(lines: Span[][]): ReactNode {
  return lines.map((line, index) => {
    const key = `${index}-item`;
    return <li key={key}>{spans(line)}</li>;
  });
}

function spans(parts: Span[]): ReactNode {
  return parts.map((part, index) => {
    const key = `${index}-${part.kind}`;
    if (part.kind === 'bold') return <strong key={key}>{part.text}</strong>;
    if (part.kind === 'italic') return <em key={key}>{part.text}</em>;
    if (part.kind === 'code') return <code key={key}>{part.text}</code>;
    return <Fragment key={key}>{part.text}</Fragment>;
  });
}
