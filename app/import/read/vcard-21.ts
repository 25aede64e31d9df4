const ENCODED = /;(?:ENCODING=)?QUOTED-PRINTABLE(?=[;:])/i;

/** Converts a vCard 2.1 card to version 3: named types, decoded quoted-printable, escaped line breaks and commas. */
export function modernCard(text: string): string {
  if (!/^VERSION:2\.1\s*$/im.test(text)) return text;
  const rows: string[] = [];
  for (const row of text.split('\r\n')) {
    const last = rows.at(-1);
    // A trailing `=` continues the line.
    if (last?.endsWith('=') && ENCODED.test(nameOf(last))) rows[rows.length - 1] = last.slice(0, -1) + row;
    else rows.push(row);
  }
  return rows.map(modernRow).join('\r\n');
}

const nameOf = (row: string) => row.slice(0, row.indexOf(':') + 1);

function modernRow(row: string): string {
  const head = nameOf(row);
  if (!ENCODED.test(head)) return row;
  const charset = /;CHARSET=([\w-]+)/i.exec(head)?.[1] ?? 'utf-8';
  const name = head.replace(ENCODED, '').replace(/;CHARSET=[\w-]+/i, '');
  const value = decoded(row.slice(head.length), charset);
  return name + value.replaceAll(',', '\\,').replace(/\r\n|\r|\n/g, '\\n');
}

function decoded(value: string, charset: string): string {
  const bytes: number[] = [];
  for (const [, hex, other = ''] of value.matchAll(/=([0-9A-F]{2})|([\s\S]+?(?==[0-9A-F]{2}|$))/gi)) {
    if (hex === undefined) bytes.push(...new TextEncoder().encode(other));
    else bytes.push(Number.parseInt(hex, 16));
  }
  try {
    return new TextDecoder(charset).decode(Uint8Array.from(bytes));
  } catch {
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }
}
