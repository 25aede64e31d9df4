import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const FOLDERS = ['app', 'main', 'preload', 'renderer', 'server', 'tests', 'tools', 'build', 'docs'];
const FILES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'vitest.config.ts',
  'playwright.config.ts',
];

/** Words the project once used for things that the field has a name for (`docs/glossary.md`), each with that name. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/useSpeech|SpeechProvider|resolveSpeech/, 'useI18n, I18nProvider, resolveLocale'],
  [/surprise/i, 'uncaught error'],
  [/farewell|goodbye/i, 'shutdown hook, sign-out'],
  [/refuseStrangers|ByStranger|\bstrangers?\b/i, 'assertTrustedSender, unknown caller'],
  [/\bgathered\b/i, 'coalesced, collected'],
  [/\bblam(?:e|es|ed|ing)\b|\bconvict|\bacquit|\bsuspicion/i, 'poison-change isolation'],
  [/wayFailed/, 'onNetworkFailure'],
  [/\bmend(?:s|ed|ing)?\b/i, 'repair, fix'],
  [/\bportions?\b/i, 'chunk'],
  [/\b(?:storms?|stormy|weather)\b/i, 'fault phase, fault injection'],
  [/\bil?legible\b/i, 'unreadable'],
  [/areSurelyValid|carry-over|without-breaking|taking-back|without-eval/, 'passesFastCheck, restore-outbox'],
  [/hearOut|hang-up/, 'drainBody, close-idle'],
  [/\buseDesk\b|\buseDeskState\b/, 'useRendererStore, useRendererState'],
  [/\b(?:take|takes|taken|took) back\b/i, 'undo'],
  [/\b(?:tell|told)[A-Z]\w*|\bsecond[- ]home\b/, 'emit, report; second copy'],
  [/createPresence|DeveloperAids|createUnsentWorkQuestion|createIdentity/, 'createStatusIndicators, createDevTools, …'],
  [/followSettings|electronEnvironment|useFocusKept|useKeptFocus/, 'applySettings, useFocusFallback, useListFocus'],
  [/createBrokenDesk|createHorizon|createRegions/, 'createUnavailableDesk, createTombstoneGc, createStatusStore'],
  [/\blookAt[A-Z]\w*|\b(?:Date|Amount)Look\b/, 'detectColumnFormats, DateFormat, AmountFormat'],
  [
    /\/(?:speech|presence|attention|unsent-work|follow-settings|developer-aids|save-file|mark|answered)\.tsx?\b/,
    'i18n, …',
  ],
  [/\/(?:edge|broken-desk|desk-contract|travel-groups|regions|slices|recovery|legible)\.tsx?\b/, 'see the glossary'],
  [/edgeOptions|guardEdge|\bbatchId\b/, 'protocolErrorOptions, handleProtocolErrors, importId'],
];

/** Where an old word has to stay, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'docs/reliability.md': 'the log of what was found, in the words of its day',
  'tests/simulation/scenario.ts': 'the label of a random source, which is part of every recorded seed',
  'tests/architecture/vocabulary.test.ts': 'the list itself',
};

it('code, comments and documents use one word a thing, the field’s', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
      .filter((file) => /\.(ts|tsx|css|md)$/.test(file) && !file.includes('/fixtures/')),
  );
  const found = [...FILES, ...files]
    .filter((file) => EXCEPTIONS[file] === undefined)
    .flatMap((file) =>
      [file, ...readFileSync(path.join(root, file), 'utf8').split('\n')].flatMap((line, index) =>
        REPLACED.filter(([word]) => word.test(line)).map(
          ([, better]) => `${file}:${index} (${better}): ${line.trim()}`,
        ),
      ),
    );
  expect(found).toEqual([]);
});
