import { describe, expect, test } from 'vitest';
import type { DisplayStatus } from '#app/contract/status.ts';
import { createFormats, createText, type Language, statusHint, statusText, statusTone } from '#app/text/index.ts';

const now = Date.UTC(2026, 10, 3, 15, 0);
const message = (display: DisplayStatus, language: Language = 'en') => {
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  return statusText(
    display,
    createText(language, locale),
    createFormats(locale, () => now),
  );
};

describe('the status pill says', () => {
  test.each<[DisplayStatus, string, string]>([
    [{ kind: 'upToDate', at: now }, 'Up to date', 'Auf dem neuesten Stand'],
    [{ kind: 'pending', pending: 1 }, '1 change waiting to upload', '1 Änderung wartet auf das Hochladen'],
    [{ kind: 'pending', pending: 3 }, '3 changes waiting to upload', '3 Änderungen warten auf das Hochladen'],
    [
      { kind: 'pending', pending: 1234 },
      '1,234 changes waiting to upload',
      '1.234 Änderungen warten auf das Hochladen',
    ],
    [
      { kind: 'offline', pending: 0 },
      'Offline: work is saved on this computer',
      'Offline: Ihre Arbeit ist auf diesem Computer gespeichert',
    ],
    [
      { kind: 'offline', pending: 3 },
      'Offline · 3 changes waiting to upload',
      'Offline · 3 Änderungen warten auf das Hochladen',
    ],
    [
      { kind: 'serverUnreachable', pending: 0 },
      'Server unreachable: work is saved on this computer',
      'Server nicht erreichbar: Ihre Arbeit ist auf diesem Computer gespeichert',
    ],
    [
      { kind: 'serverUnreachable', pending: 1 },
      'Server unreachable · 1 change waiting to upload',
      'Server nicht erreichbar · 1 Änderung wartet auf das Hochladen',
    ],
    [{ kind: 'uploading', done: 3, total: 12, pending: 9 }, 'Uploading 3 of 12', 'Lädt hoch: 3 von 12'],
    [{ kind: 'downloading', done: 0, total: 0, pending: 0 }, 'Checking for changes', 'Sucht nach Änderungen'],
    [{ kind: 'paused', until: null, pending: 0 }, 'Sync is paused', 'Abgleich ist angehalten'],
    [
      { kind: 'needsAttention', parked: 1, conflicts: 0, pending: 0 },
      '1 change needs attention',
      '1 Änderung braucht Sie',
    ],
    [
      { kind: 'needsAttention', parked: 0, conflicts: 2, pending: 0 },
      '2 conflicts to decide',
      '2 Konflikte zu entscheiden',
    ],
    [
      { kind: 'needsAttention', parked: 1, conflicts: 2, pending: 0 },
      '3 things need attention',
      '3 Vorgänge brauchen Sie',
    ],
    [{ kind: 'lastChecked', at: null }, 'Not checked yet', 'Noch nicht geprüft'],
  ])('%o', (display, english, german) => {
    expect(message(display)).toBe(english);
    expect(message(display, 'de')).toBe(german);
  });

  test('the time of the last check includes the day if it was not today', () => {
    expect(message({ kind: 'lastChecked', at: now })).toMatch(/^Last checked \d\d:\d\d$/);
    expect(message({ kind: 'lastChecked', at: now - 3 * 86_400_000 })).toMatch(/^Last checked 31 Oct 2026, \d\d:\d\d$/);
  });
});

test('no status with unsent work says that it was uploaded', () => {
  const waiting: DisplayStatus[] = [
    { kind: 'pending', pending: 2 },
    { kind: 'offline', pending: 2 },
    { kind: 'serverUnreachable', pending: 2 },
    { kind: 'signedOut', pending: 2 },
    { kind: 'sessionExpired', pending: 2 },
    { kind: 'paused', until: null, pending: 2 },
  ];
  for (const display of waiting) {
    expect(message(display)).toContain('2 changes waiting to upload');
    expect(statusTone(display)).not.toBe('good');
    expect(statusHint(display, createText('en'))).not.toBe('');
  }
});
