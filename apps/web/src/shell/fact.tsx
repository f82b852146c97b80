import type { ReactNode } from 'react';

/** One fact of a description list; nothing where there is no value. */
export const Fact = ({
  name,
  children,
  wide = false,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) =>
  children === undefined || children === null || children === '' ? null : (
    <div className={wide ? 'wide' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
