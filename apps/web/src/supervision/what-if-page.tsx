import { Button, DatePicker, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useCaseTypes, useOffices } from '../api/queries';
import { useLabel } from '../i18n';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { Rules, WhatIfQuestion } from './api';
import { Frame } from './frame';
import { useRules, useStartWhatIf, useWhatIf } from './queries';
import { CalendarChanges, ClockChanges, RuleSetChanges } from './what-if-changes';
import { Earlier } from './what-if-earlier';
import { type Draft, draftOf, newDraft, questionOf } from './what-if-draft';

const Scope = ({ draft, change }: { readonly draft: Draft; readonly change: (next: Partial<Draft>) => void }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const offices = useOffices().data?.rows ?? [];
  const day = (name: 'from' | 'to') => (
    <label>
      {t(`supervision.whatIf.${name}`)}
      <DatePicker
        allowClear={false}
        value={dayjs(draft[name])}
        onChange={(date: dayjs.Dayjs | null) => {
          if (date !== null) change({ [name]: date.format('YYYY-MM-DD') });
        }}
      />
    </label>
  );
  return (
    <div className="change-line">
      {day('from')}
      {day('to')}
      <label className="wide">
        {t('filter.type')}
        <Select
          mode="multiple"
          placeholder={t('all')}
          value={[...draft.caseTypes]}
          onChange={(caseTypes: string[]) => change({ caseTypes })}
          options={Object.values(useCaseTypes()).map(({ type, label: name }) => ({
            value: type,
            label: label(name, type),
          }))}
        />
      </label>
      <label className="wide">
        {t('filter.office')}
        <Select
          mode="multiple"
          optionFilterProp="label"
          placeholder={t('all')}
          value={[...draft.offices]}
          onChange={(chosen: string[]) => change({ offices: chosen })}
          options={offices.map(({ officeId, name }) => ({ value: officeId, label: label(name) }))}
        />
      </label>
    </div>
  );
};

const Question = ({ initial, rules }: { readonly initial: Draft; readonly rules: Rules }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const change = (next: Partial<Draft>) => setDraft((now) => ({ ...now, ...next }));
  const start = useStartWhatIf((jobId) => void navigate(`/supervision/what-if/${jobId}`));
  const question = questionOf(draft);
  const saysNothing = Object.keys(question.change).length === 0;
  return (
    <>
      <Panel title={t('supervision.whatIf.scope')}>
        <Scope draft={draft} change={change} />
      </Panel>
      <Panel title={t('supervision.whatIf.clocks')}>
        <ClockChanges draft={draft} change={change} />
      </Panel>
      <Panel title={t('supervision.whatIf.calendar')}>
        <CalendarChanges draft={draft} change={change} rules={rules} />
        <div className="when">
          <span className="when-label">{t('supervision.whatIf.rollsOver')}</span>
          <Radio.Group
            aria-label={t('supervision.whatIf.rollsOver')}
            value={draft.rollsOver === undefined ? 'same' : String(draft.rollsOver)}
            onChange={({ target }) =>
              change({ rollsOver: target.value === 'same' ? undefined : target.value === 'true' })
            }
            options={['same', 'true', 'false'].map((value) => ({
              value,
              label: t(`supervision.whatIf.rolling.${value}`),
            }))}
          />
        </div>
      </Panel>
      <Panel title={t('supervision.whatIf.ruleSets')}>
        <RuleSetChanges draft={draft} change={change} rules={rules} />
      </Panel>
      <div className="gap-top">
        <ProblemNote error={start.error} />
      </div>
      <div className="form-foot gap-top">
        <Button
          type="primary"
          size="large"
          disabled={saysNothing}
          loading={start.isPending}
          onClick={() => start.mutate(question)}
        >
          {t('supervision.whatIf.start')}
        </Button>
        <span className="muted">
          {saysNothing ? t('supervision.whatIf.saysNothing') : t('supervision.whatIf.touchesNothing')}
        </span>
      </div>
    </>
  );
};

/** A question of before, taken up again. */
const Again = ({ jobId, rules }: { readonly jobId: string; readonly rules: Rules }) => {
  const { data, error } = useWhatIf(jobId);
  if (data !== undefined) return <Question initial={draftOf(data.question as WhatIfQuestion)} rules={rules} />;
  return error === null ? <Loading /> : <Question initial={newDraft()} rules={rules} />;
};

/** Puts a question to the past: what would other rules have meant for its deadlines? */
export default function WhatIfPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const like = params.get('like');
  const rules = useRules();
  return (
    <Frame title={t('supervision.whatIf.title')}>
      <p className="muted gap">{t('supervision.whatIf.intro')}</p>
      <ProblemNote error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending ? <Loading /> : null}
      {rules.data === undefined ? null : like === null ? (
        <Question initial={newDraft()} rules={rules.data} />
      ) : (
        <Again jobId={like} rules={rules.data} />
      )}
      <Earlier />
    </Frame>
  );
}
