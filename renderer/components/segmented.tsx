import { Radio, RadioGroup } from 'react-aria-components';

interface SegmentedProps<T extends string> {
  labelId: string;
  value: T;
  options: readonly { id: T; label: string }[];
  onChange: (value: T) => void;
}

/** A few choices side by side. */
export function Segmented<T extends string>({ labelId, value, options, onChange }: SegmentedProps<T>) {
  return (
    <RadioGroup
      className="segmented"
      orientation="horizontal"
      aria-labelledby={labelId}
      value={value}
      onChange={(next) => onChange(next as T)}
    >
      {options.map(({ id, label }) => (
        <Radio key={id} value={id} className="segmented__option">
          {label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
