import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useCaseType, useOffices } from '../api/queries';
import { useLabel } from '../i18n';
import { Heading } from '../shell/heading';
import { Loading } from '../shell/loading';
import { NotFound } from '../shell/not-found';
import { ProblemNote } from '../shell/problem-note';
import { OpeningForm } from './opening-form';
import { useOpenings } from './openings';

/** Opens a case that need not begin with a person of the registry: a lead, a report, somebody found. */
export default function OpenPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { type = '', command = '' } = useParams();
  const described = useCaseType(type);
  const offices = useOffices();
  const opening = useOpenings().find((one) => one.described.type === type && one.command === command);
  if (described.error !== null) return <ProblemNote error={described.error} retry={() => void described.refetch()} />;
  if (described.data === undefined || offices.data === undefined) return <Loading />;
  if (opening === undefined) return <NotFound />;
  const { hint, label: name } = described.data.commands[command] ?? {};
  return (
    <>
      <div className="page-head">
        <div>
          <Heading title={label(name, t('opening.title'))} />
          <p className="quiet">{label(described.data.label)}</p>
        </div>
      </div>
      {hint === undefined ? null : <p className="notice-box gap">{label(hint)}</p>}
      <section className="panel panel-body form form-wide">
        <OpeningForm opening={{ ...opening, scheme: undefined }} />
      </section>
    </>
  );
}
