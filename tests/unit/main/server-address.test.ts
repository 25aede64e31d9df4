import { expect, test } from 'vitest';
import { FerryFailure } from '#app/contract/errors.ts';
import { normaliseServer } from '../../../main/server-address.ts';

test.each([
  ['https://ferry.example.com', 'https://ferry.example.com'],
  ['  ferry.example.com ', 'https://ferry.example.com'],
  ['ferry.example.com:8443/', 'https://ferry.example.com:8443'],
  ['HTTPS://Ferry.Example.com/desk/', 'https://ferry.example.com/desk'],
  ['127.0.0.1:4300', 'http://127.0.0.1:4300'],
  ['localhost:4300', 'http://localhost:4300'],
  ['http://[::1]:4300/', 'http://[::1]:4300'],
  ['https://ferry.example.com/?a=1#b', 'https://ferry.example.com'],
])('%s is kept as %s', (typed, kept) => {
  expect(normaliseServer(typed)).toBe(kept);
});

test.each([
  ['', 'no server address'],
  ['   ', 'no server address'],
  ['https://', 'no server address'],
  ['ftp://ferry.example.com', 'no server address'],
  ['javascript://alert(1)', 'no server address'],
  ['http://ferry.example.com', 'https://'],
  ['http://192.168.1.20:4300', 'https://'],
  ['http://localhost.evil.example', 'https://'],
  ['https://ana:secret@ferry.example.com', 'Leave name and password out'],
])('%j is refused with what to do', (typed, advice) => {
  expect(() => normaliseServer(typed)).toThrow(FerryFailure);
  expect(() => normaliseServer(typed)).toThrow(advice);
});
