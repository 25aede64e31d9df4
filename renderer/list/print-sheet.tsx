import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useLatest } from '../components/use-latest.ts';
import type { PrintDocument } from './print-document.ts';

/** Text on paper: not on the screen, and alone on the page (styles/print.css). */
export function PrintSheet({ content, onReady }: { content: PrintDocument; onReady: () => void }) {
  const latest = useLatest(onReady);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each document
  useEffect(() => latest.current(), [content]);
  return createPortal(
    <article className="print-sheet" aria-hidden>
      <h1>{content.title}</h1>
      <p>{content.detail}</p>
      {content.tables.map(({ heading, headers, rows }) => (
        <section key={heading}>
          {heading !== '' && <h2>{heading}</h2>}
          <table>
            {headers.length > 0 && (
              <thead>
                <tr>
                  {headers.map((header) => (
                    <th key={header}>{header}</th>
                  ))}
                </tr>
              </thead>
            )}
            <tbody>
              {rows.map((cells, line) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the document never changes
                <tr key={line}>
                  {cells.map((cell, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    <td key={place}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </article>,
    document.body,
  );
}
