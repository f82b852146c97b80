import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

let lastPath: string | undefined;

/** True where the focus is on nothing that somebody went to after the page had changed. */
const mayMove = (): boolean => {
  const at = document.activeElement;
  const main = document.getElementById('content');
  return at === null || (at.closest('[role="dialog"]') === null && (at === main || main?.contains(at) !== true));
};

/** What the browser calls the page, in its tab and its history: never a person's name. */
export const usePageTitle = (title: string | undefined): void => {
  const { t } = useTranslation();
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · ${t('product')}`;
  }, [title, t]);
};

/**
 * The heading of a page. When another page was shown before, it takes the focus, so that the keyboard and a screen reader
 * go on from there, and the page begins at its top. `children` are what it shows where that is more than its title, or
 * names a person.
 */
export const Heading = ({ title, children = title }: { readonly title: string; readonly children?: ReactNode }) => {
  const { pathname } = useLocation();
  const wentBack = useNavigationType() === NavigationType.Pop;
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    const isNext = lastPath !== undefined && lastPath !== pathname;
    lastPath = pathname;
    if (!isNext) return;
    if (!wentBack) window.scrollTo(0, 0);
    if (mayMove()) heading.current?.focus({ preventScroll: true });
  }, [pathname, wentBack]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
};
