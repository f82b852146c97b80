import { useTranslation } from 'react-i18next';
import type { CaseTypeDescription } from '../api/types';
import { type NameOf, useShownValue } from '../case/values';
import { useStageName } from '../work/case-row';

/** A value of a case's state in words; stages and the state of a payment have names of their own. */
export const useStateValue = ({
  described,
  nameOf,
}: {
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
}): ((name: string, value: unknown) => string) => {
  const { t } = useTranslation();
  const stageName = useStageName(described);
  const shown = useShownValue({ described, nameOf });
  return (name, value) => {
    if (typeof value !== 'string') return shown(name, value);
    if (name === 'stage') return stageName(value);
    return name === 'status' ? t(`payments.${value}`, shown(name, value)) : shown(name, value);
  };
};
