import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useCase, useCaseType, useHistory } from '../api/queries';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { Sheets } from '../letters/sheet';
import { usePageTitle } from '../shell/heading';
import { Loading } from '../shell/loading';
import { NotFound } from '../shell/not-found';
import { ProblemNote } from '../shell/problem-note';

/** One letter of the case on A4, ready for the printer; of several of its kind the last, or the one of `version`. */
export default function LetterPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { caseId = '', letter: letterId = '' } = useParams();
  const [params] = useSearchParams();
  const file = useCase(caseId);
  const history = useHistory(caseId);
  const described = useCaseType(file.data?.type).data;
  const letter = described?.letters.find(({ id }) => id === letterId);
  usePageTitle(letter && `${label(letter.label)} ${shortNumber(caseId)}`);
  const failure = file.error ?? history.error;
  if (failure !== null) return <ProblemNote error={failure} retry={() => void file.refetch()} />;
  if (file.data === undefined || history.data === undefined || described === undefined) return <Loading />;
  const version = params.get('version');
  const events = history.data.events.filter(({ ofClock }) => ofClock !== true);
  const at = events.findLastIndex(
    (event) => event.type === letter?.after && (version === null || event.version === Number(version)),
  );
  if (letter === undefined || at < 0) return <NotFound />;
  return (
    <main id="content" tabIndex={-1}>
      <div className="sheet-bar no-print">
        <Link to={`/cases/${caseId}?tab=letters`}>{t('back')}</Link>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('letters.print')}
        </Button>
      </div>
      <Sheets letter={letter} caseFile={file.data} described={described} events={events.slice(0, at + 1)} />
    </main>
  );
}
