import { expect, it } from 'vitest';
import { createDatabase } from '#app/store/database.ts';
import { createDrafts, DRAFT_MAX_LENGTH } from '#app/store/drafts.ts';
import { aMemoryDatabase } from '../../support/memory-database.ts';
import { quietLog } from '../../support/quiet-log.ts';

const aDraftStore = () =>
  createDrafts(createDatabase({ connection: aMemoryDatabase(), monotonicMs: () => 0, log: quietLog }));

it('an oversized draft of an earlier version is read up to the length a window can show', () => {
  const drafts = aDraftStore();
  const text = 'x'.repeat(DRAFT_MAX_LENGTH + 3_000_000);
  drafts.put('clients', 'c-1', 'notes', text, 1);
  drafts.put('clients', 'c-1', 'record', { isNew: true, fields: { notes: { text } } }, 1);
  const lengths = drafts.of('clients', 'c-1').map(({ value }) => JSON.stringify(value).length);
  expect(Math.max(...lengths)).toBeLessThan(DRAFT_MAX_LENGTH + 100);
});

it('a draft is read as typed', () => {
  const drafts = aDraftStore();
  drafts.put('clients', 'c-1', 'notes', 'x'.repeat(DRAFT_MAX_LENGTH - 2), 1);
  expect(drafts.of('clients', 'c-1')[0]?.value).toHaveLength(DRAFT_MAX_LENGTH - 2);
});
