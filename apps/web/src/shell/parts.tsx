import { NavLink } from 'react-router';

/** The way between the pages of one field of work. */
export const Parts = ({
  name,
  parts,
}: {
  readonly name: string;
  readonly parts: readonly {
    readonly to: string;
    readonly text: string;
    /** Pages further down its path are part of it. */
    readonly hasPages?: boolean;
  }[];
}) => (
  <nav className="parts no-print" aria-label={name}>
    {parts.map(({ to, text, hasPages = false }) => (
      <NavLink key={to} to={to} end={!hasPages}>
        {text}
      </NavLink>
    ))}
  </nav>
);
