import { type ContextMenuParams, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';

type Clicked = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags' | 'dictionarySuggestions'>;

/**
 * The context menu, labelled by the system in its language; empty if nothing applies.
 * @param replace replaces the misspelt word by a suggestion
 */
export function contextMenu(clicked: Clicked, replace: (word: string) => void): MenuItemConstructorOptions[] {
  const { isEditable, selectionText, editFlags, dictionarySuggestions } = clicked;
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
  const suggestions = dictionarySuggestions.map((word) => ({ label: word, click: () => replace(word) }));
  return [
    ...suggestions,
    ...(suggestions.length > 0 ? [{ type: 'separator' as const }] : []),
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}

/** Electron has no context menu of its own. */
export function offerContextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, clicked) => {
    const template = contextMenu(clicked, (word) => contents.replaceMisspelling(word));
    if (template.length > 0) Menu.buildFromTemplate(template).popup();
  });
}
