import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';

export interface Choice {
  id: string;
  label: string;
  icon?: ReactNode;
}

export interface PickerProps {
  choices: readonly Choice[];
  value: string | null;
  onChange: (id: string) => void;
  id?: string;
  label?: string;
  labelId?: string;
  helpId?: string | undefined;
  placeholder?: string;
  isDisabled?: boolean;
  isQuiet?: boolean;
}

/** A select with fixed choices. */
export function Picker({
  choices,
  value,
  onChange,
  id,
  label,
  labelId,
  helpId,
  placeholder,
  isDisabled = false,
  isQuiet = false,
}: PickerProps) {
  return (
    <Select
      className="picker"
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(labelId === undefined ? {} : { 'aria-labelledby': labelId })}
      {...(helpId === undefined ? {} : { 'aria-describedby': helpId })}
      {...(placeholder === undefined ? {} : { placeholder })}
      isDisabled={isDisabled}
      selectedKey={value}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
    >
      <AriaButton className={`input picker__button ${isQuiet ? 'input--quiet' : ''}`}>
        <SelectValue className="picker__value truncate" />
        <ChevronDown size={14} aria-hidden className="picker__arrow" />
      </AriaButton>
      <Popover className="popover" offset={4}>
        <ListBox className="listbox scroller" items={choices}>
          {(choice) => <ChoiceItem choice={choice} />}
        </ListBox>
      </Popover>
    </Select>
  );
}

export function ChoiceItem({ choice, detail }: { choice: Choice; detail?: string }) {
  return (
    <ListBoxItem id={choice.id} textValue={choice.label} className="listbox__item">
      {choice.icon}
      <span className="truncate">{choice.label}</span>
      {detail !== undefined && detail !== '' && <span className="listbox__detail truncate">{detail}</span>}
      <Check size={14} aria-hidden className="listbox__check" />
    </ListBoxItem>
  );
}
