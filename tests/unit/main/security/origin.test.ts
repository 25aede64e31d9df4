import { expect, test } from 'vitest';
import { isOurPage } from '../../../../main/security/origin.ts';
import { mayLoad } from '../../../../main/security/security.ts';

test.each(['ferry://app/index.html', 'ferry://app/', 'ferry://app/index.html#/clients'])('%s is our own', (url) => {
  expect(isOurPage(url)).toBe(true);
  expect(mayLoad(url)).toBe(true);
});

test.each([
  'ferry://app.evil/index.html',
  'ferry://app@evil/index.html',
  'ferry://user@app/index.html',
  'ferry://evil/app',
  'ferry2://app/index.html',
  'https://app/index.html',
  'http://127.0.0.1:4300/v1/health',
  'ws://127.0.0.1:4300/',
  'file:///opt/ferry/dist/renderer/index.html',
  'about:blank',
  '',
])('%j is foreign and may not load', (url) => {
  expect(isOurPage(url)).toBe(false);
  expect(mayLoad(url)).toBe(false);
});
