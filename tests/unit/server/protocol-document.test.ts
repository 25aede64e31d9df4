import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIONS, ERROR_CODES } from '#app/contract/errors.ts';
import { PROBLEMS } from '../../../server/http/problem.ts';

const project = path.join(import.meta.dirname, '../../..');
const text = readFileSync(path.join(project, 'docs/protocol.md'), 'utf8');
const rows = [...text.matchAll(/^\| `([a-z]+\.[a-zA-Z]+)` \| (\d{3})[^|]*\| ([^|]+) \|/gm)];

/** Every code that is written as text in a folder. */
function codesIn(folder: string): string[] {
  const files = readdirSync(path.join(project, folder)).filter((name) => name.endsWith('.ts'));
  const sources = files.map((name) => readFileSync(path.join(project, folder, name), 'utf8'));
  return ERROR_CODES.filter((code) => sources.some((source) => source.includes(`'${code}'`)));
}

describe('docs/protocol.md', () => {
  it('lists every code that fails a request, with its status', () => {
    const listed = Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]));
    const sent = Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]));
    expect(listed).toEqual(sent);
  });

  it('names only existing actions', () => {
    const named = rows.flatMap(([, , , actions]) => actions?.split(', ') ?? []);
    expect(named.filter((action) => !ACTIONS.some((known) => known === action))).toEqual([]);
  });

  it('names every code the core of the server gives an ack or a request', () => {
    const codes = [...codesIn('server/core'), ...codesIn('server/auth')];
    const isOfAccounts = (code: string) => code.startsWith('account.');
    expect(codes.filter((code) => !isOfAccounts(code) && !text.includes(`\`${code}\``))).toEqual([]);
    expect(codes.length).toBeGreaterThan(15);
  });
});
