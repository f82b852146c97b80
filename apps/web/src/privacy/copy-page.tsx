import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useCaseTypes, useOfficeUsers, useOffices } from '../api/queries';
import type { CaseTypeDescription } from '../api/types';
import { ValueTree } from '../case/values';
import { shortNumber, shownInstant, today } from '../format';
import { useLabel } from '../i18n';
import { Fact } from '../shell/fact';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { CopiedEvent, PersonCopy } from './api';
import { entryDescription } from './entry-description';
import { Frame } from './frame';
import { useCopy } from './queries';

const Events = ({
  events,
  described,
}: {
  readonly events: readonly CopiedEvent[];
  readonly described: CaseTypeDescription;
}) => {
  const label = useLabel();
  const offices = useOffices().data?.rows ?? [];
  const users = useOfficeUsers([...new Set(events.map(({ office }) => office))]);
  const nameOf = (id: string): string | undefined => {
    const office = offices.find(({ officeId }) => officeId === id)?.name;
    return office === undefined ? users.find(({ userId }) => userId === id)?.name : label(office);
  };
  return (
    <ol className="copy-events">
      {events.map(({ type, occurredAt, recordedAt, office, data }, index) => (
        <li key={`${recordedAt}-${index}`}>
          <h4>
            {label(described.events[type]?.label, type)}
            <span className="row-sub">
              {shownInstant(occurredAt)} · {nameOf(office) ?? office}
            </span>
          </h4>
          {Object.keys(data).length === 0 ? null : <ValueTree fields={data} described={described} nameOf={nameOf} />}
        </li>
      ))}
    </ol>
  );
};

const Entry = ({ entry }: { readonly entry: PersonCopy['entries'][number] }) => {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('privacy.copy.entry')}</h3>
      <dl className="facts">
        <Fact name={t('people.name')}>{entry.name ?? entry.alias}</Fact>
        <Fact name={t('people.idNumber')}>{entry.idNumber}</Fact>
        <Fact name={t('people.phone')}>{entry.phone}</Fact>
        <Fact name={t('privacy.born')}>{entry.bornOn}</Fact>
      </dl>
      <Events events={entry.events} described={entryDescription} />
    </section>
  );
};

const Sheet = ({ copy }: { readonly copy: PersonCopy }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  return (
    <article className="copy-sheet">
      <h2>{t('privacy.copy.sheet')}</h2>
      <p className="quiet">{t('privacy.copy.madeOn', { day: today() })}</p>
      {copy.entries.map((entry) => (
        <Entry key={entry.personId} entry={entry} />
      ))}
      {copy.cases.map(({ caseId, caseType, scheme, openedOn, events }) => {
        const described = types[caseType];
        return described === undefined ? null : (
          <section key={caseId}>
            <h3>
              {label(described.values[scheme], label(described.label))} {shortNumber(caseId)}
              <span className="row-sub">
                {t('case.opened')} {openedOn}
              </span>
            </h3>
            <Events events={events} described={described} />
          </section>
        );
      })}
    </article>
  );
};

/** Everything that is kept of a person, to be handed out to them on paper. */
export default function CopyPage() {
  const { t } = useTranslation();
  const { personId = '' } = useParams();
  const copy = useCopy(personId);
  return (
    <Frame title={t('privacy.copy.title')}>
      <div className="no-print copy-bar">
        <Link to={`/privacy/people/${personId}`}>{t('back')}</Link>
        {copy.data === undefined ? null : (
          <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('privacy.copy.print')}
          </Button>
        )}
      </div>
      <ProblemNote error={copy.error} />
      {copy.data === undefined ? (
        <Panel title={t('privacy.copy.make')}>
          <p>{t('privacy.copy.recorded')}</p>
          <Button type="primary" loading={copy.isPending} onClick={() => copy.mutate()}>
            {t('privacy.copy.makeNow')}
          </Button>
        </Panel>
      ) : (
        <Sheet copy={copy.data} />
      )}
    </Frame>
  );
}
