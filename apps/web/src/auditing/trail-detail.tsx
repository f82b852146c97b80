import { useTranslation } from 'react-i18next';
import { useCaseTypes, useOffices } from '../api/queries';
import { isUuid, shortNumber } from '../format';
import { useLabel } from '../i18n';
import { problems } from '../i18n/problems';
import type { TrailEntry } from './api';

/** What stands in its own column, or says nothing to a reader. */
const notShown = new Set(['caseId', 'personId', 'type', 'refusedCommand', 'requestId', 'holdId']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value of an entry in words, where there are words for it. */
const useWords = ({ detail }: TrailEntry): ((name: string, value: unknown) => string) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const offices = useOffices().data?.rows ?? [];
  const { caseType } = detail;
  const described = typeof caseType === 'string' ? types[caseType] : undefined;
  const words = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map((item: unknown) => words(name, item)).join(t('separator'));
    if (isRecord(value))
      return Object.entries(value)
        .map(([inner, one]) => `${t(`auditing.trail.field.${inner}`, inner)} ${words(inner, one)}`)
        .join(t('separator'));
    const text = String(value);
    if (name === 'command') return label(described?.commands[text]?.label, text);
    if (name === 'reason') return label(described?.refusals[text] ?? problems[text], text);
    if (name === 'caseType' || name === 'type') return label(types[text]?.label, text);
    if (name === 'office' || name === 'parent' || name === 'officeId')
      return label(offices.find(({ officeId }) => officeId === text)?.name, text);
    if (name === 'role') return t(`roles.${text}`, text);
    if (name === 'kind')
      return text
        .split(',')
        .map((kind) => t(`auditing.trail.kind.${kind}`, kind))
        .join(t('separator'));
    if (isUuid(value)) return shortNumber(text);
    return t(`auditing.trail.word.${text}`, text);
  };
  return words;
};

/** What an entry says beside who, when and about which case. */
export const TrailDetail = ({ entry }: { readonly entry: TrailEntry }) => {
  const { t } = useTranslation();
  const words = useWords(entry);
  const fields = Object.entries(entry.detail).filter(
    ([name, value]) => !notShown.has(name) && value !== null && !(isRecord(value) && Object.keys(value).length === 0),
  );
  if (fields.length === 0) return null;
  return (
    <span className="trail-detail">
      {fields.map(([name, value]) => (
        <span key={name}>
          <span className="quiet">{t(`auditing.trail.field.${name}`, name)}</span> {words(name, value)}
        </span>
      ))}
    </span>
  );
};
