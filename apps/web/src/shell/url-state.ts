import { useSearchParams } from 'react-router';

export type Filter<Name extends string> = Partial<Record<Name, string | undefined>>;

/** What a page was asked for, kept in its address. */
export const useUrlState = <Name extends string>(
  names: readonly Name[],
): { readonly filter: Filter<Name>; readonly change: (next: Filter<Name>) => void } => {
  const [params, setParams] = useSearchParams();
  const filter: Filter<Name> = {};
  for (const name of names) {
    const value = params.get(name);
    if (value !== null && value !== '') filter[name] = value;
  }
  const change = (next: Filter<Name>) =>
    setParams(
      (now) => {
        for (const name of names) {
          if (!(name in next)) continue;
          const value = next[name];
          if (value === undefined || value === '') now.delete(name);
          else now.set(name, value);
        }
        return now;
      },
      { replace: true },
    );
  return { filter, change };
};

/** The same for one name. */
export const useParam = (name: string): readonly [string | undefined, (value: string | undefined) => void] => {
  const { filter, change } = useUrlState([name]);
  return [filter[name], (value) => change({ [name]: value })];
};
