import { Navigate, Outlet, useLocation } from 'react-router';
import { createContext, useContext } from 'react';
import { useMe } from '../api/queries';
import type { Me } from '../api/types';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';

const MeContext = createContext<Me | undefined>(undefined);

/** Pages below are for signed-in staff; others go to sign-in and come back. */
export const SignedIn = () => {
  const { data: me, isPending, error, refetch } = useMe();
  const { pathname, search } = useLocation();
  if (me === null) return <Navigate to="/sign-in" replace state={{ back: `${pathname}${search}` }} />;
  if (me === undefined) return isPending ? <Loading /> : <ProblemNote error={error} retry={() => void refetch()} />;
  return (
    <MeContext value={me}>
      <Outlet />
    </MeContext>
  );
};

export const useSignedIn = (): Me => {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('Only for pages of signed-in staff');
  return me;
};
