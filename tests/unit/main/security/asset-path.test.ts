import { expect, test } from 'vitest';
import { assetPath, contentType } from '../../../../main/security/asset-path.ts';

const root = '/opt/ferry/dist/renderer';

test.each([
  ['ferry://app/', `${root}/index.html`],
  ['ferry://app/index.html', `${root}/index.html`],
  ['ferry://app/assets/index-1a.js?v=2#top', `${root}/assets/index-1a.js`],
  ['ferry://app/a%20b.png', `${root}/a b.png`],
  ['ferry://app/..data/x.css', null],
])('%s is %s', (url, file) => {
  expect(assetPath(root, url)).toBe(file);
});

test.each([
  'ferry://app/../main/index.js',
  'ferry://app/%2e%2e/main/index.js',
  'ferry://app/%2e%2e%2fmain%2findex.js',
  'ferry://app/assets/..%2f..%2f..%2f..%2fetc/passwd',
  'ferry://app//etc/passwd',
  'ferry://app/%00',
  'ferry://app/%E0%A4%A',
  'ferry://app/../renderer-of-another/index.html',
  'ferry://other/index.html',
  'ferry://app.evil/index.html',
  'file:///etc/passwd',
  'https://app/index.html',
  'not a url',
])('%s stays inside the folder or is refused', (url) => {
  const file = assetPath(root, url);
  expect(file === null || file.startsWith(`${root}/`)).toBe(true);
});

test('an encoded path out of the folder is refused, not normalised', () => {
  expect(assetPath(root, 'ferry://app/%2e%2e%2fmain%2findex.js')).toBeNull();
  expect(assetPath(root, 'ferry://app/assets/..%2f..%2f..%2fmain/index.js')).toBeNull();
  expect(assetPath(root, 'ferry://other/index.html')).toBeNull();
});

test('scripts and styles are served with their types, unknown files as nothing executable', () => {
  expect(contentType('/x/a.js')).toContain('text/javascript');
  expect(contentType('/x/a.css')).toContain('text/css');
  expect(contentType('/x/a.exe')).toBe('application/octet-stream');
});
