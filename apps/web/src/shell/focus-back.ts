import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before a drawer or dialog took it; where nothing had it or that is gone, to the page.
 * The library does so only for what is closed, not for what is taken away whole.
 */
export const useFocusBack = (): void => {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isThere = before !== document.body && before?.isConnected === true;
      const back = isThere ? before : document.getElementById('content');
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    },
    [before],
  );
};
