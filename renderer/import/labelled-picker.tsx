import { useId } from 'react';
import { type Choice, Picker } from '../components/picker.tsx';

interface LabelledPickerProps {
  label: string;
  choices: readonly Choice[];
  value: string | null;
  onChange: (id: string) => void;
}

/** A select with a label above it. */
export function LabelledPicker({ label, ...rest }: LabelledPickerProps) {
  const id = useId();
  return (
    <div className="labelled-picker">
      <span className="labelled-picker__label" id={id}>
        {label}
      </span>
      <Picker labelId={id} {...rest} />
    </div>
  );
}
