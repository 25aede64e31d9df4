import { Switch } from 'react-aria-components';

interface ToggleProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: string;
}

export function Toggle({ isOn, onChange, children }: ToggleProps) {
  return (
    <Switch className="toggle" isSelected={isOn} onChange={onChange}>
      <span className="toggle__words">{children}</span>
      <span className="toggle__track">
        <span className="toggle__knob" />
      </span>
    </Switch>
  );
}
