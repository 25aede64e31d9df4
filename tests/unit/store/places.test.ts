import { describe, expect, it } from 'vitest';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

function aFirm(): Workbench {
  const desk = aWorkbench();
  desk.arrives('clients', 'mueller', { name: 'Müller Maschinenbau GmbH' });
  desk.arrives('clients', 'weber', { name: 'Weber GmbH' });
  desk.arrives('engagements', 'audit', { title: 'Audit 2026', clientId: 'mueller' });
  desk.arrives('engagements', 'vat', { title: 'VAT 2026', clientId: 'mueller', dueDate: '2026-12-01' });
  desk.arrives('engagements', 'old-vat', { title: 'VAT 2025', clientId: 'mueller', status: 'done' });
  desk.arrives('engagements', 'weber-vat', { title: 'VAT 2026', clientId: 'weber' });
  return desk;
}

const places = (desk: Workbench, ...words: string[]) => desk.store.lists.places('engagements', words);
const ids = (desk: Workbench, ...words: string[]) => places(desk, ...words).map(({ id }) => id);

describe('places that match the typed words', () => {
  it('are ordered by matching words, then open ones first', () => {
    expect(ids(aFirm(), 'VAT', 'Müller')).toEqual(['vat', 'old-vat', 'audit', 'weber-vat']);
    expect(ids(aFirm(), 'audit', 'mull')).toEqual(['audit', 'vat', 'old-vat']);
    expect(ids(aFirm(), 'weber')).toEqual(['weber-vat']);
    expect(ids(aFirm(), 'anything')).toEqual([]);
  });

  it('report which words matched, how fully, and whether by their parent', () => {
    expect(places(aFirm(), 'prepare', 'VAT', 'mull')[0]).toEqual({
      id: 'vat',
      title: 'VAT 2026',
      owner: 'Müller Maschinenbau GmbH',
      matched: [
        { index: 1, isWhole: true, isOwner: false },
        { index: 2, isWhole: false, isOwner: true },
      ],
      isClosed: false,
      due: '2026-12-01',
    });
  });

  it('match the beginning of a word only from three letters on, or if it is the only one', () => {
    expect(ids(aFirm(), 'we', 'are', 'ready')).toEqual([]);
    expect(ids(aFirm(), 'we')).toEqual(['weber-vat']);
  });

  it('exclude deleted records', () => {
    const desk = aFirm();
    desk.save('engagements', 'delete', 'weber-vat', {});
    expect(ids(desk, 'weber')).toEqual([]);
  });
});
