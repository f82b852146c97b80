import { type ComponentType, Suspense, lazy } from 'react';

/** A part of a form that loads when a form first shows it; its place is kept until then. */
export const onDemand = <Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> => {
  const Loaded = lazy<ComponentType<Props>>(() => load().then((part) => ({ default: part })));
  return (props: Props) => (
    <Suspense fallback={<span className="field-place" aria-hidden />}>
      <Loaded {...props} />
    </Suspense>
  );
};
