import { useCaseTypes } from '../api/queries';
import { useLabel } from '../i18n';

/** The name of a stage; where the case type is not known, that of the first type that has such a stage. */
export const useStageLabel = (): ((type: string | undefined, stage: string) => string) => {
  const label = useLabel();
  const types = useCaseTypes();
  return (type, stage) => {
    const candidates = type === undefined ? Object.values(types) : [types[type]];
    const found = candidates.flatMap((one) => one?.stages ?? []).find((row) => row.stage === stage);
    return label(found?.label, stage);
  };
};

/** What kind of case a row is about: its scheme, or its type where the type has none. */
export const useKindLabel = (): ((row: { readonly type: string; readonly scheme?: string }) => string) => {
  const label = useLabel();
  const types = useCaseTypes();
  return ({ type, scheme = '' }) => {
    const described = types[type];
    return label(described?.values[scheme], label(described?.label, type));
  };
};
