import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { NotReached, ProblemError } from '../api/client';
import type { CaseTypeDescription, ProblemBody } from '../api/types';
import { useLabel } from '../i18n';

type Described = Pick<CaseTypeDescription, 'refusals' | 'commands' | 'values'>;

const shownDetail = (detail: ProblemBody['detail'], values: Described['values'] | undefined, language: 'zh' | 'en') =>
  Object.entries(detail ?? {})
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}: ${values?.[String(value)]?.[language] ?? String(value)}`);

/** The sentence for a failure, from the case type's own refusals or the page's texts. */
export const useProblemText = (): ((error: unknown, described?: Described) => string) => {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  return (error, described) => {
    if (error instanceof NotReached) return t('problem.not-reached');
    if (!(error instanceof ProblemError)) return t('problem.internal-error');
    const { reason, status } = error.problem;
    const refusal = described?.refusals[reason];
    if (refusal !== undefined) return label(refusal);
    if (i18n.exists(`problem.${reason}`)) return t(`problem.${reason}`);
    return status === 400 ? t('problem.malformed') : `${t('problem.status')}(${reason})`;
  };
};

/** A failure as a note: what was refused, with the details the server gave. */
export const ProblemNote = ({
  error,
  described,
  retry,
}: {
  readonly error: unknown;
  readonly described?: Described | undefined;
  readonly retry?: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  const text = useProblemText();
  if (error === null || error === undefined) return null;
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const details = shownDetail(problem?.detail, described?.values, language);
  const faults = (problem?.errors ?? []).map(
    ({ path, reason, message }) => `${path}: ${reason === undefined ? message : t(`problem.${reason}`, message)}`,
  );
  // What could be done instead helps whoever came too late, not whoever filled something in wrongly.
  const instead = problem?.reason === 'command-not-allowed-in-stage' ? (problem.allowed ?? []) : [];
  const allowed = instead.map((name) => label(described?.commands[name]?.label, name));
  const lines = [
    ...details,
    ...faults,
    ...(allowed.length === 0 ? [] : [t('form.allowedNow', { acts: allowed.join(language === 'zh' ? '、' : ', ') })]),
  ];
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={text(error, described)}
      description={
        lines.length === 0 ? undefined : (
          <ul className="plain">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )
      }
      action={
        retry === undefined ? undefined : (
          <Button size="small" onClick={retry}>
            {t('retry')}
          </Button>
        )
      }
    />
  );
};
