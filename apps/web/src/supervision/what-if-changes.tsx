import { Button, DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCaseTypes } from '../api/queries';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import type { Rules } from './api';
import { useClockRules } from './steps';
import {
  type CalendarYear,
  type ClockDraft,
  type Draft,
  type RuleSet,
  extensions,
  inPlaceOfPresent,
  newClock,
  units,
} from './what-if-draft';

interface Editing {
  readonly draft: Draft;
  readonly change: (next: Partial<Draft>) => void;
}

const replaced = <Item,>(items: readonly Item[], index: number, item: Item): readonly Item[] =>
  items.map((one, at) => (at === index ? item : one));

const without = <Item,>(items: readonly Item[], index: number): readonly Item[] =>
  items.filter((_, at) => at !== index);

const ClockLine = ({
  draft,
  set,
  remove,
}: {
  readonly draft: ClockDraft;
  readonly set: (next: ClockDraft) => void;
  readonly remove: () => void;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const rules = useClockRules();
  const rule = rules.find(({ clock }) => clock === draft.clock);
  const ofType = [...new Set(rules.map(({ caseType }) => caseType))];
  const shownUnit = t(`supervision.whatIf.units.${draft.unit ?? rule?.unit ?? 'days'}`);
  return (
    <li className="change-line">
      <label className="wide">
        {t('supervision.whatIf.clock')}
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('form.choose')}
          value={draft.clock}
          onChange={(clock: string) => set({ ...newClock, clock })}
          options={ofType.map((type) => ({
            label: label(types[type]?.label, type),
            title: type,
            options: rules
              .filter(({ caseType }) => caseType === type)
              .map(({ clock, label: name }) => ({ value: clock, label: label(name, clock) })),
          }))}
        />
      </label>
      <label>
        {t('supervision.whatIf.amount')}
        <InputNumber
          min={0}
          max={10_000}
          precision={0}
          disabled={rule === undefined}
          placeholder={rule === undefined ? '' : t('supervision.whatIf.nowIs', { value: rule.amount })}
          value={draft.amount ?? null}
          onChange={(amount) => set({ ...draft, amount: amount ?? undefined })}
        />
      </label>
      <label>
        {t('supervision.whatIf.unit')}
        <Select
          allowClear
          disabled={rule === undefined}
          placeholder={
            rule === undefined
              ? ''
              : t('supervision.whatIf.nowIs', { value: t(`supervision.whatIf.units.${rule.unit}`) })
          }
          value={draft.unit}
          onChange={(unit?: ClockDraft['unit']) => set({ ...draft, unit })}
          options={units.map((unit) => ({ value: unit, label: t(`supervision.whatIf.units.${unit}`) }))}
        />
      </label>
      <label>
        {t('supervision.whatIf.extension')}
        <Select
          disabled={rule?.extension === undefined}
          value={draft.extension}
          onChange={(extension: ClockDraft['extension']) => set({ ...draft, extension, extensionTo: undefined })}
          options={extensions.map((extension) => ({
            value: extension,
            label:
              rule !== undefined && rule.extension === undefined
                ? t('supervision.whatIf.noneNow')
                : t(`supervision.whatIf.extensions.${extension}`),
          }))}
        />
      </label>
      {draft.extension === 'to' ? (
        <label>
          {t('supervision.whatIf.extensionTo', { unit: shownUnit })}
          <InputNumber
            min={1}
            max={10_000}
            precision={0}
            placeholder={
              rule?.extension === undefined ? '' : t('supervision.whatIf.nowIs', { value: rule.extension.toAmount })
            }
            value={draft.extensionTo ?? null}
            onChange={(extensionTo) => set({ ...draft, extensionTo: extensionTo ?? undefined })}
          />
        </label>
      ) : null}
      <Button
        onClick={remove}
        aria-label={t('supervision.whatIf.without', { what: label(rule?.label, t('supervision.whatIf.clock')) })}
      >
        {t('form.remove')}
      </Button>
    </li>
  );
};

/** Other lengths of clocks, and other rules for extending them. */
export const ClockChanges = ({ draft, change }: Editing) => {
  const { t } = useTranslation();
  return (
    <>
      <ul>
        {draft.clocks.map((clock, index) => (
          <ClockLine
            key={index}
            draft={clock}
            set={(next) => change({ clocks: replaced(draft.clocks, index, next) })}
            remove={() => change({ clocks: without(draft.clocks, index) })}
          />
        ))}
      </ul>
      <Button onClick={() => change({ clocks: [...draft.clocks, newClock] })}>
        {t('supervision.whatIf.addClock')}
      </Button>
    </>
  );
};

const DaysOfYear = ({
  name,
  year,
  days,
  set,
}: {
  readonly name: string;
  readonly year: number;
  readonly days: readonly string[];
  readonly set: (days: readonly string[]) => void;
}) => (
  <label className="wide">
    {name}
    <DatePicker
      multiple
      maxTagCount="responsive"
      minDate={dayjs(`${year}-01-01`)}
      maxDate={dayjs(`${year}-12-31`)}
      value={days.map((day) => dayjs(day))}
      onChange={(chosen: dayjs.Dayjs[] | null) => set((chosen ?? []).map((day) => day.format('YYYY-MM-DD')).sort())}
    />
  </label>
);

/** Years with other rest days and make-up workdays than those published. */
export const CalendarChanges = ({ draft, change, rules }: Editing & { readonly rules: Rules }) => {
  const { t } = useTranslation();
  const published = rules.calendarYears.map(({ calendarYear }) => calendarYear);
  const left = published.filter(({ year }) => draft.years.every((one) => one.year !== year));
  const set = (index: number, next: CalendarYear) => change({ years: replaced(draft.years, index, next) });
  return (
    <>
      <ul>
        {draft.years.map((calendarYear, index) => (
          <li key={calendarYear.year} className="change-line">
            <b className="number">{calendarYear.year}</b>
            <DaysOfYear
              name={t('supervision.whatIf.restDays')}
              year={calendarYear.year}
              days={calendarYear.restDays}
              set={(restDays) => set(index, { ...calendarYear, restDays: [...restDays] })}
            />
            <DaysOfYear
              name={t('supervision.whatIf.workDays')}
              year={calendarYear.year}
              days={calendarYear.workDays}
              set={(workDays) => set(index, { ...calendarYear, workDays: [...workDays] })}
            />
            <Button
              onClick={() => change({ years: without(draft.years, index) })}
              aria-label={t('supervision.whatIf.without', { what: calendarYear.year })}
            >
              {t('form.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Select
        className="add-year"
        aria-label={t('supervision.whatIf.addYear')}
        placeholder={t('supervision.whatIf.addYear')}
        value={null}
        onChange={(year: number | null) =>
          change({ years: [...draft.years, ...published.filter((one) => one.year === year)] })
        }
        options={left.map(({ year }) => ({ value: year, label: String(year) }))}
      />
    </>
  );
};

const nameOf = ({ id, version }: RuleSet): string => `${id}@${version}`;

/** Whether the text of a file could be a rule set; what is wrong with it says the server. */
const asRuleSet = (text: string): RuleSet | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'id' in parsed && 'clocks' in parsed
      ? (parsed as RuleSet)
      : undefined;
  } catch {
    return undefined;
  }
};

const download = (ruleSet: RuleSet): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(ruleSet, null, 2)], { type: 'application/json' }));
  link.download = `${nameOf(ruleSet)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
};

/** Whole rule sets in the place of those in force: other published versions, or drafts from a file. */
export const RuleSetChanges = ({ draft, change, rules }: Editing & { readonly rules: Rules }) => {
  const { t } = useTranslation();
  const ruleSetName = useRuleSetName();
  const file = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState(false);
  const others = rules.ruleSets.filter(({ inForce }) => !inForce);
  const present = rules.ruleSets.filter(({ inForce }) => inForce);
  const add = (ruleSet: RuleSet) =>
    change({ ruleSets: [...draft.ruleSets.filter((one) => nameOf(one) !== nameOf(ruleSet)), ruleSet] });
  const read = async (chosen: File | undefined): Promise<void> => {
    const ruleSet = chosen === undefined ? undefined : asRuleSet(await chosen.text());
    setUnreadable(chosen !== undefined && ruleSet === undefined);
    if (ruleSet !== undefined) add(ruleSet);
  };
  return (
    <>
      <ul>
        {draft.ruleSets.map((ruleSet, index) => (
          <li key={nameOf(ruleSet)} className="change-line">
            <span>
              {t('supervision.whatIf.inPlaceOf', { name: ruleSetName(nameOf(ruleSet)) })}
              <span className="row-sub">{ruleSet.source}</span>
            </span>
            <Button
              onClick={() => change({ ruleSets: without(draft.ruleSets, index) })}
              aria-label={t('supervision.whatIf.without', { what: ruleSetName(nameOf(ruleSet)) })}
            >
              {t('form.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="form-foot">
        {others.map(({ name, ruleSet }) => (
          <Button key={name} onClick={() => add(inPlaceOfPresent(rules, ruleSet))}>
            {t('supervision.whatIf.useVersion', { name: ruleSetName(name) })}
          </Button>
        ))}
        {present.map(({ name, ruleSet }) => (
          <Button key={name} onClick={() => download(ruleSet)}>
            {t('supervision.whatIf.download', { name: ruleSetName(name) })}
          </Button>
        ))}
        <Button onClick={() => file.current?.click()}>{t('supervision.whatIf.fromFile')}</Button>
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          aria-label={t('supervision.whatIf.fromFile')}
          hidden
          onChange={({ target }) => {
            void read(target.files?.[0]);
            target.value = '';
          }}
        />
      </div>
      {unreadable ? (
        <p className="form-fault" role="alert">
          {t('supervision.whatIf.noRuleSet')}
        </p>
      ) : null}
    </>
  );
};
