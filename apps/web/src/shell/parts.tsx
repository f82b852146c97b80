import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';

interface Part {
  readonly to: string;
  readonly text: string;
  /** Where further pages of it are; those down its own path belong to it, unless it is the first of the field. */
  readonly details?: string;
  readonly isFirst?: boolean;
}

/** The way between the pages of one field of work; on a phone the part one is in is moved into sight. */
export const Parts = ({ name, parts }: { readonly name: string; readonly parts: readonly Part[] }) => {
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  const isUnder = (path: string): boolean => pathname === path || pathname.startsWith(`${path}/`);
  const isHere = ({ to, details, isFirst = false }: Part): boolean =>
    (isFirst ? pathname === to : isUnder(to)) || (details !== undefined && isUnder(details));
  return (
    <nav ref={nav} className="parts no-print" aria-label={name}>
      {parts.map((part) => (
        <Link key={part.to} to={part.to} aria-current={isHere(part) ? 'page' : undefined}>
          {part.text}
        </Link>
      ))}
    </nav>
  );
};
