import { expect, test } from 'vitest';
import { FerryFailure } from '#app/contract/errors.ts';
import { normaliseServer } from '../../../../main/session/server-address.ts';

test.each([
  ['https://ferry.example.com', 'https://ferry.example.com'],
  ['  ferry.example.com ', 'https://ferry.example.com'],
  ['ferry.example.com:8443/', 'https://ferry.example.com:8443'],
  ['HTTPS://Ferry.Example.com/desk/', 'https://ferry.example.com/desk'],
  ['127.0.0.1:4300', 'http://127.0.0.1:4300'],
  ['localhost:4300', 'http://localhost:4300'],
  ['http://[::1]:4300/', 'http://[::1]:4300'],
  ['https://ferry.example.com/?a=1#b', 'https://ferry.example.com'],
])('%s is stored as %s', (typed, kept) => {
  expect(normaliseServer(typed)).toBe(kept);
});

test.each([
  ['', 'address.invalid'],
  ['   ', 'address.invalid'],
  ['https://', 'address.invalid'],
  ['ftp://ferry.example.com', 'address.invalid'],
  ['javascript://alert(1)', 'address.invalid'],
  ['http://ferry.example.com', 'address.insecure'],
  ['http://192.168.1.20:4300', 'address.insecure'],
  ['http://localhost.evil.example', 'address.insecure'],
  ['https://ana:secret@ferry.example.com', 'address.password'],
])('%j is refused as %s', (typed, code) => {
  expect(() => normaliseServer(typed)).toThrow(FerryFailure);
  expect(() => normaliseServer(typed)).toThrow(code);
});
