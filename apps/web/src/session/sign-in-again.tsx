import { Suspense, lazy, useEffect, useState } from 'react';
import { onSessionEnded, queries, signedInAs } from '../api/queries';
import type { Me } from '../api/types';

const SignInDialog = lazy(() => import('./sign-in-dialog'));

/** The session has ended while somebody worked: sign in over the page, so that nothing typed is lost. */
export const SignInAgain = ({ me }: { readonly me: Me }) => {
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnded(() => setEnded(true)), []);
  const signedIn = (again: Me): void => {
    if (again.userId !== me.userId) queries.clear();
    signedInAs(again);
    setEnded(false);
    void queries.invalidateQueries();
  };
  return ended ? (
    <Suspense fallback={null}>
      <SignInDialog signedIn={signedIn} />
    </Suspense>
  ) : null;
};
