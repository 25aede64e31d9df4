import Papa from 'papaparse';

export interface CsvTable {
  headers: string[];
  rows: string[][];
}

/** Reads any separator and quoting that spreadsheets write; empty lines are left out. */
export function readCsv(text: string): CsvTable {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const [headers = [], ...rows] = data;
  return { headers: headers.map((header) => header.trim()), rows };
}

/** The text of a file: UTF-8 where it is that, else what Excel on Windows writes in western Europe. */
export function decodeCsv(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
