import { useSearchParams } from 'react-router';

/** One value of the address, and how to change it; a reload and a link to a colleague keep it. */
export const useParam = (name: string): readonly [string | undefined, (value: string | undefined) => void] => {
  const [params, setParams] = useSearchParams();
  const set = (value: string | undefined) =>
    setParams(
      (now) => {
        if (value === undefined || value === '') now.delete(name);
        else now.set(name, value);
        return now;
      },
      { replace: true },
    );
  return [params.get(name) ?? undefined, set];
};
