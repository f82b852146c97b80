import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useCase, useCaseType, useHistory } from '../api/queries';
import type { CaseFile, CaseTypeDescription, HistoryEvent, Letter } from '../api/types';
import { dayOf } from '../format';
import { useLabel } from '../i18n';
import { roomOf } from '../rooms';
import { Loading } from '../shell/loading';
import { NotFound } from '../shell/not-found';
import { ProblemNote } from '../shell/problem-note';
import { useNameOf } from './names';
import { useShownValue } from './values';

interface SheetProps {
  readonly letter: Letter;
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly events: readonly HistoryEvent[];
}

const valueIn = (events: readonly HistoryEvent[], field: string): unknown =>
  [...events].reverse().find(({ data }) => data[field] !== undefined)?.data[field];

/** The values for a letter's places: from its event, else from what came before it, else from the case. */
const useFilled = ({ letter, caseFile, described, events }: SheetProps): string => {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useNameOf(caseFile);
  const shown = useShownValue({ described, nameOf });
  const filling = (field: string): string => {
    if (field === 'applicant') return caseFile.title ?? t('letters.missing');
    if (field === 'scheme') return label(described.values[caseFile.scheme], caseFile.scheme);
    if (field === 'area') return label(caseFile.area?.name, t('letters.missing'));
    const value = valueIn(events, field);
    if (value === undefined) return t('letters.missing');
    if (!Array.isArray(value)) return shown(field, value);
    return value
      .map((item: unknown, index) =>
        typeof item === 'object' && item !== null
          ? `${index + 1}. ${Object.entries(item)
              .map(([name, one]) => shown(name, one))
              .join(':')}`
          : shown(field, item),
      )
      .join(value.some((item) => typeof item === 'object') ? '\n' : t('separator'));
  };
  return letter.text.replaceAll(/\{\{(\w+)\}\}/g, (_place, field: string) => filling(field));
};

const Sheet = (props: SheetProps) => {
  const { letter, caseFile, described, events } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const [salutation = '', ...paragraphs] = useFilled(props).split('\n');
  const event = events.at(-1);
  const { Annex } = roomOf(caseFile.type);
  return (
    <article className="sheet">
      <h1>{label(letter.label, letter.id)}</h1>
      <p className={salutation.endsWith(':') ? 'plain' : undefined}>{salutation}</p>
      {paragraphs.map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
      <p className="signature">
        {label(event?.actor.officeName ?? caseFile.office.name)}
        {t('letters.signature')}
        <br />
        {event === undefined ? null : dayOf(event.occurredAt)}
      </p>
      {event === undefined ? null : <Annex caseFile={caseFile} described={described} event={event} />}
    </article>
  );
};

/** One letter of the case on A4, ready for the printer. */
export default function LetterPage() {
  const { t } = useTranslation();
  const { caseId = '', letter: letterId = '' } = useParams();
  const file = useCase(caseId);
  const history = useHistory(caseId);
  const described = useCaseType(file.data?.type).data;
  const failure = file.error ?? history.error;
  if (failure !== null) return <ProblemNote error={failure} retry={() => void file.refetch()} />;
  if (file.data === undefined || history.data === undefined || described === undefined) return <Loading />;
  const letter = described.letters.find(({ id }) => id === letterId);
  const at = history.data.events.findLastIndex(({ type }) => type === letter?.after);
  if (letter === undefined || at < 0) return <NotFound />;
  return (
    <main>
      <div className="sheet-bar no-print">
        <Link to={`/cases/${caseId}`}>{t('back')}</Link>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('letters.print')}
        </Button>
      </div>
      <Sheet letter={letter} caseFile={file.data} described={described} events={history.data.events.slice(0, at + 1)} />
    </main>
  );
}
