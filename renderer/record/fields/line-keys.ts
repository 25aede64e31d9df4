import type { KeyboardEvent } from 'react';
import type { EditorProps } from './editor-props.ts';

/**
 * Enter saves. Escape undoes typed text; only without typed text does it close the pane, because one key must not do
 * both. During input composition both belong to the input method.
 */
export function onLineKey(event: KeyboardEvent, { isDirty, leave, revert }: EditorProps['editor']): void {
  if (event.nativeEvent.isComposing) return;
  if (event.key === 'Enter') leave();
  if (event.key !== 'Escape' || !isDirty) return;
  event.preventDefault();
  event.stopPropagation();
  revert();
}
