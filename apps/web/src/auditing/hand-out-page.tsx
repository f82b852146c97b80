import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUuid, shortNumber } from '../format';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { OfficeFilter, TypeFilter } from '../shell/filters';
import { useUrlState } from '../shell/url-state';
import { type FileAsked, type Taken, auditApi } from './api';
import { Frame } from './frame';

const kinds = ['bundle', 'csv', 'xes', 'ocel'] as const;
const shortestPurpose = 4;

/** Hands the file to the browser. */
const keep = ({ name, content }: Taken): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

const CasesAsked = ({
  filter,
  change,
}: {
  readonly filter: Partial<Record<'type' | 'office' | 'from' | 'to', string | undefined>>;
  readonly change: (next: Partial<Record<'type' | 'office' | 'from' | 'to', string | undefined>>) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="filters flush">
      <TypeFilter value={filter.type} choose={(type) => change({ type })} />
      <OfficeFilter value={filter.office} choose={(office) => change({ office })} />
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {t(`auditing.handOut.${end}`)}
          <DatePicker
            value={filter[end] === undefined ? null : dayjs(filter[end])}
            onChange={(day: dayjs.Dayjs | null) => change({ [end]: day?.format('YYYY-MM-DD') })}
          />
        </label>
      ))}
    </div>
  );
};

/** Files that leave the house: bundles that prove themselves, and exports for other programs. */
export default function HandOutPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['caseId', 'what', 'type', 'office', 'from', 'to']);
  const caseId = isUuid(filter.caseId) ? filter.caseId : undefined;
  const what = caseId === undefined ? (kinds.find((kind) => kind === filter.what) ?? 'bundle') : 'bundle';
  const [named, setNamed] = useState(false);
  const [purpose, setPurpose] = useState('');
  const [fault, setFault] = useState<string>();
  const taking = useMutation({ mutationFn: (asked: FileAsked) => auditApi.takeFile(asked), onSuccess: keep });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const why = purpose.trim();
    const isMissing = named && why.length < shortestPurpose;
    setFault(isMissing ? t('auditing.handOut.needPurpose') : undefined);
    if (isMissing) return;
    const { type, office, from, to } = filter;
    taking.mutate({ what, caseId, filter: { type, office, from, to }, purpose: named ? why : undefined });
  };
  return (
    <Frame title={t('auditing.handOut.title')}>
      <Panel
        title={
          caseId === undefined
            ? t('auditing.handOut.cases')
            : t('auditing.handOut.case', { number: shortNumber(caseId) })
        }
        end={
          caseId === undefined ? null : (
            <Button type="link" onClick={() => change({ caseId: undefined })}>
              {t('auditing.handOut.many')}
            </Button>
          )
        }
      >
        <form className="verify-form" onSubmit={submit}>
          {caseId === undefined ? (
            <>
              <CasesAsked filter={filter} change={change} />
              <Radio.Group
                vertical
                aria-label={t('auditing.handOut.format')}
                value={what}
                onChange={({ target }) =>
                  change({ what: target.value === 'bundle' ? undefined : String(target.value) })
                }
                options={kinds.map((value) => ({
                  value,
                  label: (
                    <>
                      {t(`auditing.handOut.kind.${value}`)}
                      <span className="row-sub">{t(`auditing.handOut.hint.${value}`)}</span>
                    </>
                  ),
                }))}
              />
            </>
          ) : (
            <p className="quiet">{t('auditing.handOut.hint.bundle')}</p>
          )}
          <Checkbox checked={named} onChange={({ target }) => setNamed(target.checked)}>
            {t('auditing.handOut.names')}
          </Checkbox>
          <p className="quiet small">{t(named ? 'auditing.handOut.withNames' : 'auditing.handOut.withoutNames')}</p>
          {named ? (
            <label className="field">
              {t('auditing.handOut.purpose')}
              <Input.TextArea
                rows={2}
                maxLength={500}
                value={purpose}
                aria-invalid={fault !== undefined}
                onChange={({ target }) => setPurpose(target.value)}
              />
            </label>
          ) : null}
          {fault === undefined ? null : (
            <p className="form-fault" role="alert">
              {fault}
            </p>
          )}
          <div className="form-foot">
            <Button type="primary" htmlType="submit" loading={taking.isPending}>
              {t('auditing.handOut.take')}
            </Button>
            <span className="quiet small" role="status">
              {taking.data === undefined ? null : t('auditing.handOut.taken', { name: taking.data.name })}
            </span>
          </div>
        </form>
        <ProblemNote error={taking.error} />
      </Panel>
      <Panel title={t('auditing.handOut.offline')}>
        <p>{t('auditing.handOut.offlineText')}</p>
        <code className="hash">npm run cli -- verify --bundle cases.zip --keys keys.pem</code>
      </Panel>
    </Frame>
  );
}
