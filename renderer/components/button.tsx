import { LoaderCircle } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  look?: Look;
  isBusy?: boolean;
  icon?: ReactNode;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', icon, isBusy = false, children, ...props }: ButtonProps) {
  // A busy button keeps the focus and ignores presses; disabling it would lose the focus.
  const idle: Partial<AriaButtonProps> = isBusy ? { onPress: () => undefined, type: 'button' } : {};
  return (
    <AriaButton {...props} {...idle} className={`button button--${look}`} data-busy={isBusy || undefined}>
      {isBusy ? <LoaderCircle size={14} aria-hidden className="spinning" /> : icon}
      <span className="truncate">{children}</span>
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** Accessible name, also shown as a tooltip. */
  label: string;
  keys?: string;
  isActive?: boolean;
  children: ReactNode;
}

export function IconButton({ label, keys, isActive = false, children, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton {...props} aria-label={label} className="icon-button" data-active={isActive || undefined}>
        {children}
      </AriaButton>
      <Tip text={label} {...(keys === undefined ? {} : { keys })} />
    </TooltipTrigger>
  );
}

/** A tooltip; must be inside a TooltipTrigger. */
export function Tip({ text, keys }: { text: string; keys?: string }) {
  return (
    <Tooltip className="tooltip" offset={6}>
      {text}
      {keys !== undefined && <kbd className="tooltip__keys">{keys}</kbd>}
    </Tooltip>
  );
}
