import { describe, expect, it } from 'vitest';
import { linkIn, parseDeepLink } from '../../../../main/shell/deep-link.ts';

describe('a link', () => {
  it.each([
    ['ferry://open/clients', { view: 'clients', recordId: null }],
    ['ferry://open/settings/', { view: 'settings', recordId: null }],
    ['FERRY://open/sync', { view: 'sync', recordId: null }],
    ['ferry://open/tasks/0192-abc_DEF', { view: 'tasks', recordId: '0192-abc_DEF' }],
  ])('%s leads to a screen or a record', (link, target) => {
    expect(parseDeepLink(link)).toEqual(target);
  });

  it.each([
    'ferry://app/index.html',
    'ferry://open',
    'ferry://open/',
    'ferry://open/undo',
    'ferry://open/new',
    'ferry://open/__proto__',
    'ferry://open/constructor/x',
    'ferry://open/clients/../settings/x',
    'ferry://open/clients/a/b',
    'ferry://open/clients/%2e%2e',
    'ferry://open/clients/a%00b',
    'ferry://open/clients/<script>',
    `ferry://open/clients/${'a'.repeat(65)}`,
    `ferry://open/${'a'.repeat(400)}`,
    'ferry://open/clients?server=https://evil.example',
    'ferry://open/clients#x',
    'ferry://open@evil/clients',
    'ferry://evil@open/clients',
    'ferry://open:80/clients',
    'ferry:open/clients',
    'ferry:clients',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://open/clients',
    '',
    'ferry://[',
  ])('%o leads nowhere', (link) => {
    expect(parseDeepLink(link)).toBeNull();
  });
});

it('is found among the arguments of a start, and only as a whole argument', () => {
  expect(linkIn(['ferry', '--user-data-dir=/x', 'ferry://open/clients'])).toBe('ferry://open/clients');
  expect(linkIn(['ferry://open/clients', '--server=ferry://open/tasks'])).toBeNull();
});
