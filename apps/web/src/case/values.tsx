import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseTypeDescription } from '../api/types';
import { isUuid, shortNumber, shownInstant, shownMoney } from '../format';
import { fieldLabelsOf } from '../forms/field-labels';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';

export type NameOf = (id: string) => string | undefined;

interface Shown {
  readonly described: CaseTypeDescription;
  /** People, offices and staff by their identifiers. */
  readonly nameOf: NameOf;
}

const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One stored value in words: money in yuan, codes by their labels, identifiers by names. */
export const useShownValue = ({ described, nameOf }: Shown): ((name: string, value: unknown) => string) => {
  const { t } = useTranslation();
  const label = useLabel();
  const ruleSetName = useRuleSetName();
  return (name, value) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return name.endsWith('Fen') ? shownMoney(value) : String(value);
    if (typeof value !== 'string') return '—';
    if (isInstant(value)) return shownInstant(value);
    if (name === 'ruleSet') return ruleSetName(value) ?? value;
    return label(described.values[value], nameOf(value) ?? (isUuid(value) ? shortNumber(value) : value));
  };
};

const List = ({ name, items, ...shown }: Shown & { readonly name: string; readonly items: readonly unknown[] }) => {
  const { t } = useTranslation();
  const text = useShownValue(shown);
  if (items.length === 0) return <>{t('none')}</>;
  if (!items.some(isRecord)) return <>{items.map((item) => text(name, item)).join(t('separator'))}</>;
  return (
    <ol className="value-list">
      {items.map((item, index) => (
        <li key={index}>{isRecord(item) ? <ValueTree {...shown} fields={item} /> : text(name, item)}</li>
      ))}
    </ol>
  );
};

/** The fields of an event or a part of it, by name. */
export const ValueTree = ({
  fields,
  ...shown
}: Shown & { readonly fields: Readonly<Record<string, unknown>> }): ReactNode => {
  const label = useLabel();
  const text = useShownValue(shown);
  const labels = fieldLabelsOf(shown.described);
  const named = typeof fields['name'] === 'string';
  const entries = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && value !== null && !(named && name === 'personId'),
  );
  // Labels stored with a value (of a calculation) are shown in the chosen language.
  if (entries.length === 2 && typeof fields['zh'] === 'string' && typeof fields['en'] === 'string')
    return label({ zh: fields['zh'], en: fields['en'] });
  return (
    <dl className="value-tree">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{label(labels[name], name)}</dt>
          <dd>
            {Array.isArray(value) ? (
              <List {...shown} name={name} items={value} />
            ) : isRecord(value) ? (
              <ValueTree {...shown} fields={value} />
            ) : (
              text(name, value)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
};
