import { describe, expect, it } from 'vitest';
import type { RecordData } from '#app/schema/index.ts';
import { aWorkbench } from '../../../support/workbench.ts';

/** An edit is refused; a later one is saved over it, to be taken by a server that has never had the first. */
function aRefusedAndALaterOne(before: RecordData, refusedData: RecordData, laterData: RecordData) {
  const desk = aWorkbench();
  desk.arrives('clients', 'c-1', { name: 'Nordwind', ...before });
  const refused = desk.save('clients', 'update', 'c-1', refusedData);
  desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
  const later = desk.save('clients', 'update', 'c-1', laterData);
  return { desk, refused, later };
}

it('restoring a record leaves its tags unchanged', () => {
  const desk = aWorkbench();
  desk.arrives('clients', 'c-1', { name: 'Nordwind', tags: ['late', 'vip'] });
  const deletion = desk.save('clients', 'delete', 'c-1');
  desk.edits.undoChanges([deletion.changeId]);
  desk.arrives('clients', 'c-1', { name: 'Nordwind', tags: ['vip'] });
  expect(desk.visible('clients', 'c-1')).toMatchObject({ tags: ['vip'] });
  desk.expectFold();
});

describe('a refused edit, after a later one of the same desk was uploaded', () => {
  it.each<[string, RecordData, RecordData, RecordData, RecordData]>([
    ['the tag that was removed over it', { tags: [] }, { tags: ['late', 'vip'] }, { tags: ['vip'] }, { tags: [] }],
    [
      'the tag that was added again',
      { tags: ['late', 'vip'] },
      { tags: [] },
      { tags: ['vip'] },
      { tags: ['late', 'vip'] },
    ],
    ['the value that was put back', { city: 'Kiel' }, { city: 'Bonn' }, { city: 'Kiel' }, { city: 'Kiel' }],
    ['the line that was taken out', { notes: 'a' }, { notes: 'a\nb' }, { notes: 'a' }, { notes: 'a' }],
    ['the line that was rewritten', { notes: 'a' }, { notes: 'a\nb\nc' }, { notes: 'a\nb x\nc' }, { notes: 'a\nb x' }],
  ])('does not restore %s', (_case, before, refusedData, laterData, taken) => {
    const { desk, refused, later } = aRefusedAndALaterOne(before, refusedData, laterData);
    desk.accepts({ ...later, data: taken });
    expect(desk.visible('clients', 'c-1')).toMatchObject(laterData);
    desk.parked.retry(refused.changeId);
    expect(desk.visible('clients', 'c-1')).toMatchObject(laterData);
    desk.expectFold();
  });

  it('does not replace the value that was set again over two refused ones', () => {
    const { desk, later } = aRefusedAndALaterOne({ city: 'Kiel' }, { city: 'Bonn' }, { city: 'Ulm' });
    desk.answers(later, { outcome: 'rejected', code: 'validation.failed' });
    desk.accepts(desk.save('clients', 'update', 'c-1', { city: 'Kiel' }));
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    desk.expectFold();
  });

  it('keeps its meaning while the later one waits, and if that is discarded', () => {
    const { desk, refused, later } = aRefusedAndALaterOne({ tags: [] }, { tags: ['late'] }, { tags: [] });
    desk.answers(later, { outcome: 'rejected', code: 'validation.failed' });
    expect(desk.store.queue.find(refused.changeId)?.data).toEqual({ tags: ['late'] });
    desk.parked.discard(later.changeId);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ tags: ['late'] });
    desk.expectFold();
  });
});
