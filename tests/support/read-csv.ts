import { csvRows } from '#app/import/read/csv-lines.ts';

/** What a file of ours says, cell by cell. */
export function readCsv(text: string): { headers: string[]; rows: string[][] } {
  const [headers = [], ...rows] = [...csvRows(text.replace(/^\ufeff/, ''), ',')].map(({ cells }) => cells);
  return { headers, rows };
}
