import { useTranslation } from 'react-i18next';
import { dayInNumerals, dayInText } from '#rules/chinese-day.js';
import { useOffices } from '../api/queries';
import type { CaseFile, CaseTypeDescription, HistoryEvent, Letter } from '../api/types';
import { useNameOf } from '../case/names';
import { dayOf, isUuid, shortNumber, shownInstant } from '../format';
import { asPrinted } from './punctuation';
import { type Found, basisOf, filled, valueFor } from './filling';

export interface LetterProps {
  readonly letter: Letter;
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  /** The letter's event at the end, and all before it. */
  readonly events: readonly HistoryEvent[];
}

export interface WrittenLetter {
  readonly title: string;
  /** Of the office, or of whoever else issues it. */
  readonly issuer: string;
  readonly number: string | undefined;
  readonly addressee: string | undefined;
  readonly paragraphs: readonly string[];
  readonly basis: string | undefined;
  readonly remedy: string | undefined;
  /** In numerals, as it stands under the letter. */
  readonly day: string;
}

const money = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const aDay = /^\d{4}-\d{2}(-\d{2})?$/;
const anInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const instantInText = (instant: string): string => {
  const [day = '', time = ''] = shownInstant(instant).split(' ');
  return `${dayInText(day)}${time.replace(':', '时')}分`;
};

/** Letters are Chinese, whatever language the page speaks. */
export const useLetter = ({ letter, caseFile, described, events }: LetterProps): WrittenLetter => {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT('zh');
  const nameOf = useNameOf(caseFile);
  const offices = new Map((useOffices().data?.rows ?? []).map(({ officeId, name }) => [officeId, name.zh]));
  const event = events.at(-1);

  const word = (field: string, value: unknown): string => {
    if (typeof value === 'boolean') return value ? '是' : '否';
    if (typeof value === 'number') return field.endsWith('Fen') ? `${money.format(value / 100)}元` : String(value);
    if (typeof value !== 'string') return t('letters.missing');
    if (aDay.test(value)) return dayInText(value);
    if (anInstant.test(value)) return instantInText(value);
    if (field === 'ruleSet') {
      const [id = '', version = ''] = value.split('@');
      return t('ruleSet.version', { name: t(`ruleSet.${id}`, id), version });
    }
    const known = described.values[value]?.zh ?? offices.get(value) ?? nameOf(value);
    return known ?? (isUuid(value) ? shortNumber(value) : value);
  };
  const list = (field: string, items: readonly unknown[]): string =>
    items.some(isRecord)
      ? items
          .map((item, index) => {
            const words = isRecord(item)
              ? Object.entries(item).map(([name, one]) => word(name, one))
              : [word(field, item)];
            return `${index + 1}. ${words.join(':')}`;
          })
          .join('\n')
      : items.map((item) => word(field, item)).join('、');
  const write = (found: Found): string => {
    if ('gap' in found) return t(`letters.${found.gap}`);
    return Array.isArray(found.value) ? list(found.field, found.value) : word(found.field, found.value);
  };
  const find = (field: string): Found => {
    switch (field) {
      case 'applicant':
        return caseFile.title === undefined ? { gap: titleGap(events) } : { field, value: caseFile.title };
      case 'scheme':
        return { field, value: caseFile.scheme };
      case 'area':
        return caseFile.area === undefined ? { gap: 'missing' } : { field, value: caseFile.area.name.zh };
      default:
        return valueFor(field, events, described);
    }
  };
  const fill = (text: string): string => filled(text, find, write);

  const [first = '', ...rest] = fill(letter.text).split('\n');
  const isAddressed = first.endsWith(':');
  const basis = basisOf(letter, caseFile.scheme);
  const day = event === undefined ? '' : dayOf(event.occurredAt);
  const office = offices.get(letter.issuingOffice ?? '') ?? event?.actor.officeName.zh ?? caseFile.office.name.zh;
  return {
    title: letter.label.zh,
    issuer: letter.issuer === undefined ? office : write(find(letter.issuer)),
    number:
      letter.series === undefined || event === undefined
        ? undefined
        : `${letter.series}字〔${day.slice(0, 4)}〕第${shortNumber(caseFile.caseId)}-${event.version}号`,
    addressee: isAddressed ? asPrinted(first) : undefined,
    paragraphs: (isAddressed ? rest : [first, ...rest]).map(asPrinted),
    basis: basis === undefined ? undefined : asPrinted(t('letters.basis', { basis: fill(basis) })),
    remedy: letter.remedy === undefined ? undefined : asPrinted(letter.remedy),
    day: day === '' ? '' : dayInNumerals(day),
  };
};

/** A case without its name is one whose person was erased, or that the viewer may not read by name. */
const titleGap = (events: readonly HistoryEvent[]): 'erased' | 'missing' =>
  events.some(({ erased = [] }) => erased.length > 0) ? 'erased' : 'missing';
