import type { ReactNode } from 'react';
import { useId } from 'react';

export const Panel = ({
  title,
  end,
  children,
}: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {end}
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
};
