import { NavLink } from 'react-router';

/** The way between the pages of one field of work. */
export const Parts = ({
  name,
  parts,
}: {
  readonly name: string;
  readonly parts: readonly { readonly to: string; readonly text: string }[];
}) => (
  <nav className="parts" aria-label={name}>
    {parts.map(({ to, text }) => (
      <NavLink key={to} to={to} end>
        {text}
      </NavLink>
    ))}
  </nav>
);
