import { Button } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import type { NameOf } from '../case/values';
import { sharedOf } from '../forms/choices';
import { shownInstant } from '../format';
import { useLabel } from '../i18n';
import { Panel } from '../shell/panel';
import './evidence.css';
import { shownSize } from './size';
import './text';

const Viewer = lazy(() => import('./viewer'));

interface PanelProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
}

/** The evidence of a case: looked at, superseded, withdrawn. What was withdrawn stays, marked. */
export const EvidencePanel = ({ caseFile, described, nameOf }: PanelProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const [, setParams] = useSearchParams();
  const [viewed, setViewed] = useState<string>();
  const { evidence } = sharedOf(caseFile);
  if (evidence.length === 0) return null;
  const isAllowed = (act: string): boolean => caseFile.commands.some(({ type, allowed }) => type === act && allowed);
  const begin = (act: string, about: string) =>
    setParams(
      (now) => {
        now.set('act', act);
        now.set('about', about);
        return now;
      },
      { replace: true },
    );
  const shown = evidence.find(({ evidenceId }) => evidenceId === viewed);
  const titleOf = (name: string | undefined): string => name ?? t('evidence.erased');
  return (
    <Panel title={t('case.evidence')}>
      <ul className="evidence-list">
        {evidence.map(({ evidenceId, kind, name, bytes, supersededBy, withdrawn }) => {
          const isPast = supersededBy !== undefined || withdrawn !== undefined;
          const acts = [
            ...(isPast || !isAllowed('SupersedeEvidence') ? [] : (['SupersedeEvidence'] as const)),
            ...(withdrawn !== undefined || !isAllowed('WithdrawEvidence') ? [] : (['WithdrawEvidence'] as const)),
          ];
          return (
            <li key={evidenceId} data-past={isPast ? '' : undefined}>
              <span className="evidence-name">
                <b>{titleOf(name)}</b> <span className="mark">{label(described.values[kind], kind)}</span>{' '}
                {supersededBy === undefined ? null : <span className="mark">{t('case.superseded')}</span>}
                {withdrawn === undefined ? null : (
                  <span className="mark" data-tone="red">
                    {t('evidence.withdrawn')}
                  </span>
                )}
                <span className="row-sub">
                  {shownSize(bytes)}
                  {withdrawn === undefined
                    ? null
                    : ` · ${t('evidence.withdrawnBy', {
                        by: nameOf(withdrawn.by) ?? withdrawn.by,
                        at: shownInstant(withdrawn.at),
                        reason: titleOf(withdrawn.reason),
                      })}`}
                </span>
              </span>
              <span className="evidence-acts" role="group" aria-label={titleOf(name)}>
                <Button size="small" onClick={() => setViewed(evidenceId)}>
                  {t('evidence.view')}
                </Button>
                {acts.map((act) => (
                  <Button key={act} size="small" onClick={() => begin(act, evidenceId)}>
                    {t(act === 'SupersedeEvidence' ? 'evidence.replace' : 'evidence.withdraw')}
                  </Button>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      {shown === undefined ? null : (
        <Suspense>
          <Viewer key={shown.evidenceId} caseId={caseFile.caseId} item={shown} close={() => setViewed(undefined)} />
        </Suspense>
      )}
    </Panel>
  );
};
