import type { ReactNode } from 'react';

/** A field with its label above and what is wrong with it below; lighter by far than the library's, which brings a form. */
export const Field = ({
  id,
  label,
  required = false,
  faults = [],
  children,
}: {
  /** Of the input. */
  readonly id: string;
  readonly label?: ReactNode;
  readonly required?: boolean;
  readonly faults?: readonly string[];
  readonly children: ReactNode;
}) => (
  <div className="form-field">
    {label === undefined ? null : (
      <label id={`${id}__label`} htmlFor={id} className="field-label" data-required={required || undefined}>
        {label}
      </label>
    )}
    {children}
    {faults.length === 0 ? null : (
      <div id={`${id}__error`} className="field-fault" role="alert">
        {faults.join(' ')}
      </div>
    )}
  </div>
);
