import { Check } from 'lucide-react';
import { MenuItem } from 'react-aria-components';
import type { Choice } from '../components/picker.tsx';

/** A menu item that can be checked. */
export function MenuChoice({ choice }: { choice: Choice }) {
  return (
    <MenuItem id={choice.id} textValue={choice.label} className="listbox__item">
      {choice.icon}
      <span className="truncate">{choice.label}</span>
      <Check size={14} aria-hidden className="listbox__check" />
    </MenuItem>
  );
}
