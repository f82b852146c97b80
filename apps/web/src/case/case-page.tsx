import { Tabs } from 'antd';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useCase, useCaseType } from '../api/queries';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { consoles } from '../consoles';
import { sharedOf } from '../forms/choices';
import { shortNumber, shownMoney } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { fileOf } from '../rooms/files';
import { useSignedIn } from '../session/signed-in';
import { Fact } from '../shell/fact';
import { Heading } from '../shell/heading';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { useSchemeName } from '../work/case-row';
import { Acts, NextStep } from './acts';
import { Clocks } from './clocks';
import { History } from './history';
import { Letters } from './letters';
import { useNameOf } from './names';
import { SharedPanels } from './shared-panels';
import { Stepper } from './stepper';

/** Forms are the heaviest part of the page, and not needed to read a case. */
const ActDrawer = lazy(() => import('./act-drawer').then((module) => ({ default: module.ActDrawer })));

interface CaseProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
}

/** Ways from the case into the fields of work that the viewer has a part in. */
const Ways = ({ caseId }: { readonly caseId: string }) => {
  const label = useLabel();
  const { roles } = useSignedIn();
  return consoles
    .flatMap(({ fromCase = [] }) => fromCase)
    .filter((way) => way.roles.some((role) => roles.includes(role)))
    .map((way) => (
      <Link key={way.to(caseId)} to={way.to(caseId)} className="no-print">
        {label(way.label)}
      </Link>
    ));
};

const Head = ({ caseFile, described }: CaseProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const schemeName = useSchemeName(described);
  return (
    <div className="case-head">
      <div>
        <Heading title={`${label(described.label)} ${shortNumber(caseFile.caseId)}`}>
          {caseFile.title ?? label(described.label)}
          {caseFile.title === undefined ? null : <span className="case-scheme">{schemeName(caseFile.scheme)}</span>}
          {caseFile.open ? null : <span className="mark">{t('case.closed')}</span>}
          {caseFile.outcome === undefined ? null : (
            <span className="mark" data-tone={caseFile.outcome === 'granted' ? 'green' : undefined}>
              {label(described.values[caseFile.outcome], caseFile.outcome)}
            </span>
          )}
          {sharedOf(caseFile).flags.map((flag) => (
            <span key={flag} className="mark" data-tone="amber">
              {label(described.values[flag], flag)}
            </span>
          ))}
        </Heading>
        <p className="case-meta">
          <span className="number">
            {t('case.number')} {shortNumber(caseFile.caseId)}
          </span>
          <span>{label(caseFile.office.name)}</span>
          {caseFile.area === undefined ? null : <span>{label(caseFile.area.name)}</span>}
          <span>
            {t('case.assignee')} {caseFile.assignee?.name ?? t('case.unassigned')}
          </span>
          <span className="number">
            {t('case.opened')} {caseFile.openedOn}
          </span>
          <Ways caseId={caseFile.caseId} />
        </p>
      </div>
      {caseFile.amountFen === undefined || caseFile.amountFen === 0 ? null : (
        <p className="case-amount">
          <span className="quiet small">{t('case.amount')}</span>
          <b className="number">{shownMoney(caseFile.amountFen)}</b>
        </p>
      )}
    </div>
  );
};

const File = ({ caseFile, described }: CaseProps) => {
  const { t } = useTranslation();
  const nameOf = useNameOf(caseFile);
  const ruleSetName = useRuleSetName();
  const room = fileOf(caseFile.type);
  return (
    <>
      <Panel
        title={t('case.summary')}
        end={<span className="quiet small">{t('case.version', { version: caseFile.version })}</span>}
      >
        <dl className="facts">
          <room.facts caseFile={caseFile} described={described} nameOf={nameOf} />
          <Fact name={t('case.ruleSet')}>{ruleSetName(caseFile.ruleSet)}</Fact>
        </dl>
      </Panel>
      <room.panels caseFile={caseFile} described={described} nameOf={nameOf} />
      <SharedPanels caseFile={caseFile} described={described} nameOf={nameOf} />
    </>
  );
};

const Opened = ({ caseFile, described }: CaseProps) => {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const nameOf = useNameOf(caseFile);
  const act = params.get('act');
  const set = (name: string, value: string | undefined) =>
    setParams(
      (now) => {
        if (name === 'act') now.delete('about');
        if (value === undefined) now.delete(name);
        else now.set(name, value);
        return now;
      },
      { replace: true },
    );
  const choose = (command: string) => set('act', command);
  return (
    <>
      <Head caseFile={caseFile} described={described} />
      <Stepper caseFile={caseFile} described={described} />
      <div className="case-grid">
        <Tabs
          activeKey={params.get('tab') ?? 'file'}
          onChange={(tab) => set('tab', tab === 'file' ? undefined : tab)}
          destroyOnHidden
          items={[
            { key: 'file', label: t('case.tabs.file'), children: <File caseFile={caseFile} described={described} /> },
            {
              key: 'history',
              label: t('case.tabs.history'),
              children: <History caseId={caseFile.caseId} described={described} nameOf={nameOf} />,
            },
            {
              key: 'letters',
              label: t('case.tabs.letters'),
              children: <Letters caseId={caseFile.caseId} described={described} />,
            },
          ]}
        />
        <aside className="rail" aria-label={t('case.acts')}>
          <NextStep caseFile={caseFile} described={described} choose={choose} />
          <Clocks clocks={caseFile.clocks} />
          <Acts caseFile={caseFile} described={described} choose={choose} />
        </aside>
      </div>
      {act !== null && described.commands[act] !== undefined ? (
        <Suspense fallback={null}>
          <ActDrawer
            key={act}
            caseFile={caseFile}
            described={described}
            nameOf={nameOf}
            act={act}
            close={() => set('act', undefined)}
          />
        </Suspense>
      ) : null}
    </>
  );
};

/** One case: where it stands, what may be done, what is known, what happened. */
export default function CasePage() {
  const { caseId = '' } = useParams();
  const file = useCase(caseId);
  const described = useCaseType(file.data?.type);
  const failure = file.error ?? described.error;
  if (failure !== null && file.data === undefined)
    return <ProblemNote error={failure} retry={() => void file.refetch()} />;
  if (file.data === undefined || described.data === undefined) return <Loading />;
  return <Opened caseFile={file.data} described={described.data} />;
}
