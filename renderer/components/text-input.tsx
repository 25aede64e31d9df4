import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { useId } from 'react';

interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'style'> {
  label: string;
  hint?: string;
  error?: string | null;
  ref?: Ref<HTMLInputElement>;
  children?: ReactNode;
}

/** A labelled text field for dialogs and forms, with its error below. */
export function TextInput({ label, hint, error, children, ...props }: TextInputProps) {
  const id = useId();
  const help = error ?? hint;
  return (
    <div className="form-field" data-invalid={error ? true : undefined}>
      <label className="form-field__label" htmlFor={id}>
        {label}
      </label>
      <input
        {...props}
        id={id}
        className="input"
        aria-invalid={error ? true : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
      />
      {children}
      {help ? (
        <p
          className={error ? 'form-field__error' : 'form-field__hint'}
          id={`${id}-help`}
          role={error ? 'alert' : undefined}
        >
          {help}
        </p>
      ) : null}
    </div>
  );
}
