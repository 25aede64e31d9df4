import { expect, test, vi } from 'vitest';
import { contextMenu } from '../../../../main/shell/context-menu.ts';

vi.mock('electron', () => ({ Menu: {} }));

const editFlags = {
  canUndo: false,
  canRedo: false,
  canCut: false,
  canCopy: true,
  canPaste: true,
  canDelete: false,
  canSelectAll: true,
  canEditRichly: false,
};
const nowhere = { isEditable: false, selectionText: '', editFlags, dictionarySuggestions: [] };
const rolesOf = (clicked: typeof nowhere) => contextMenu(clicked, () => {}).map((item) => item.role ?? item.label);

test('without a target there is no menu', () => {
  expect(rolesOf(nowhere)).toEqual([]);
  expect(rolesOf({ ...nowhere, selectionText: '  ' })).toEqual([]);
});

test('selected text can be copied', () => {
  expect(rolesOf({ ...nowhere, selectionText: 'Castellani' })).toEqual(['copy']);
});

test('a field offers what is currently possible in it', () => {
  const items = contextMenu({ ...nowhere, isEditable: true }, () => {});
  expect(items.filter(({ enabled }) => enabled).map(({ role }) => role)).toEqual(['copy', 'paste', 'selectAll']);
});

test('a suggestion replaces the misspelt word', () => {
  const replace = vi.fn<(word: string) => void>();
  const [first] = contextMenu({ ...nowhere, isEditable: true, dictionarySuggestions: ['invoice'] as never[] }, replace);
  expect(first?.label).toBe('invoice');
  const click: (() => void) | undefined = first?.click && Reflect.apply.bind(null, first.click, null, []);
  click?.();
  expect(replace).toHaveBeenCalledWith('invoice');
});
