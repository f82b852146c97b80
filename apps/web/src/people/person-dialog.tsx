import { Suspense, lazy, useState } from 'react';
import { Loading } from '../shell/loading';
import type { FindingProps } from './finding-dialog';

const FindingDialog = lazy(() => import('./finding-dialog').then((module) => ({ default: module.FindingDialog })));

/** Finds somebody in the registry, or registers them, without leaving the form behind it; loads when it is first opened. */
export const PersonDialog = (props: FindingProps) => {
  const [asked, setAsked] = useState(props.open);
  if (props.open && !asked) setAsked(true);
  return asked ? (
    <Suspense fallback={<Loading />}>
      <FindingDialog {...props} />
    </Suspense>
  ) : null;
};
