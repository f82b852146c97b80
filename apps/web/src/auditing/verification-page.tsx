import { Button, DatePicker, Input, Progress, Radio } from 'antd';
import dayjs from 'dayjs';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUuid, today } from '../format';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { useUrlState } from '../shell/url-state';
import type { VerificationAsked } from './api';
import { Frame } from './frame';
import { HeadsPanel } from './heads-panel';
import { VerificationResult } from './verification-result';
import { useVerifying } from './verifying';

const scopes = ['everything', 'days', 'case'] as const;

const DayField = ({
  name,
  value,
  choose,
}: {
  readonly name: string;
  readonly value: string | undefined;
  readonly choose: (day: string | undefined) => void;
}) => (
  <label className="field">
    {name}
    <DatePicker
      value={value === undefined ? null : dayjs(value)}
      disabledDate={(day) => day.format('YYYY-MM-DD') > today()}
      onChange={(day: dayjs.Dayjs | null) => choose(day?.format('YYYY-MM-DD'))}
    />
  </label>
);

/** Chains and signed heads: of everything, of some days, or of one case. */
export default function VerificationPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['scope', 'caseId', 'fromDay', 'toDay']);
  const { caseId, fromDay, toDay } = filter;
  const scope = caseId !== undefined ? 'case' : (scopes.find((one) => one === filter.scope) ?? 'everything');
  const verifying = useVerifying();
  const [fault, setFault] = useState<string>();
  const asked = (): VerificationAsked | undefined => {
    if (scope === 'everything') return {};
    if (scope === 'case') return caseId !== undefined && isUuid(caseId) ? { caseId } : undefined;
    return fromDay === undefined && toDay === undefined ? undefined : { fromDay, toDay };
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const body = asked();
    setFault(body === undefined ? t(`auditing.verify.need.${scope === 'case' ? 'case' : 'days'}`) : undefined);
    if (body !== undefined) verifying.start(body);
  };
  const { state, progress } = verifying;
  return (
    <Frame title={t('auditing.verify.title')}>
      <Panel title={t('auditing.verify.what')}>
        <form className="verify-form" onSubmit={submit}>
          <Radio.Group
            aria-label={t('auditing.verify.what')}
            value={scope}
            onChange={({ target }) =>
              change({
                scope: target.value === 'everything' ? undefined : String(target.value),
                caseId: undefined,
                fromDay: undefined,
                toDay: undefined,
              })
            }
            options={scopes.map((value) => ({ value, label: t(`auditing.verify.scope.${value}`) }))}
          />
          {scope === 'days' ? (
            <div className="fields">
              <DayField
                name={t('auditing.from')}
                value={fromDay}
                choose={(day) => change({ scope: 'days', fromDay: day })}
              />
              <DayField name={t('auditing.to')} value={toDay} choose={(day) => change({ scope: 'days', toDay: day })} />
            </div>
          ) : null}
          {scope === 'case' ? (
            <label className="field">
              {t('auditing.verify.caseId')}
              <Input
                value={caseId ?? ''}
                maxLength={36}
                onChange={({ target }) => change({ scope: 'case', caseId: target.value.trim().toLowerCase() })}
              />
            </label>
          ) : null}
          {fault === undefined ? null : (
            <p className="form-fault" role="alert">
              {fault}
            </p>
          )}
          <div className="form-foot">
            <Button type="primary" htmlType="submit" loading={state === 'running'}>
              {t('auditing.verify.start')}
            </Button>
            {state === 'running' ? <Button onClick={verifying.stop}>{t('auditing.verify.stop')}</Button> : null}
          </div>
        </form>
        {progress === undefined ? null : (
          <>
            <Progress
              percent={progress.of === 0 ? 100 : Math.floor((100 * progress.done) / progress.of)}
              status={state === 'running' ? 'active' : 'normal'}
              aria-label={t('auditing.verify.progress')}
            />
            <p className="quiet small" role="status">
              {t(`auditing.verify.state.${state}`, progress)}
            </p>
          </>
        )}
        <ProblemNote error={verifying.error} />
      </Panel>
      {verifying.found === undefined ? null : (
        <VerificationResult found={verifying.found} keys={verifying.keys} whole={state === 'done'} />
      )}
      <HeadsPanel />
    </Frame>
  );
}
