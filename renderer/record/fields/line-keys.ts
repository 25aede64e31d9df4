import type { KeyboardEvent } from 'react';
import type { EditorProps } from './editor-props.ts';

/**
 * Enter saves. Escape undoes what was typed, and only where nothing was is it the pane's, which closes: one key must
 * not do both. Either belongs to the input method while it composes.
 */
export function onLineKey(event: KeyboardEvent, { isDirty, leave, revert }: EditorProps['editor']): void {
  if (event.nativeEvent.isComposing) return;
  if (event.key === 'Enter') leave();
  if (event.key !== 'Escape' || !isDirty) return;
  event.preventDefault();
  event.stopPropagation();
  revert();
}
