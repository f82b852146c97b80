import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';

interface Part {
  readonly to: string;
  readonly text: string;
  /** Pages elsewhere that are part of it; those further down its path are, unless it is the first of the field. */
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
  const isHere = ({ to, details, isFirst = false }: Part): boolean =>
    pathname === to || pathname === details || (!isFirst && pathname.startsWith(`${to}/`));
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
