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
