import { Button } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCaseTypes } from '../api/queries';
import type { Label } from '../api/types';
import { dayOf, today } from '../format';
import { useLabel } from '../i18n';
import { useSignedIn } from '../session/signed-in';
import { rolesFor } from '../work/case-row';

const ActDrawer = lazy(() => import('./act-drawer'));

interface SupervisedCase {
  readonly caseId: string;
  readonly type: string;
  readonly stage: string;
}

/** Whether the viewer may take an act on a case in this stage, by the stage table. */
export const useMayAct = (): ((row: SupervisedCase, act: string) => boolean) => {
  const me = useSignedIn();
  const types = useCaseTypes();
  return ({ type, stage }, act) => rolesFor(types[type], stage, act).some((role) => me.roles.includes(role));
};

const daysToAnswer = 5;

const inDays = (count: number): string => dayOf(Date.parse(`${today()}T00:00:00Z`) + count * 86_400_000);

/** 督办 of the case of a row: the reason is filled in, the day can be changed. */
export const Supervise = ({
  row,
  about,
  supervised,
}: {
  readonly row: SupervisedCase;
  /** What of the case is to be seen to. */
  readonly about: Label | undefined;
  readonly supervised: 'issued' | 'answered' | undefined;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const mayAct = useMayAct();
  const [open, setOpen] = useState(false);
  return (
    <span className="act-mark">
      {supervised === undefined ? null : (
        <span className="mark" data-tone={supervised === 'issued' ? 'red' : 'amber'}>
          {t('supervision.underWay')} · {t(`case.supervision.${supervised}`)}
        </span>
      )}
      {mayAct(row, 'IssueSupervision') ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('supervision.act')}
        </Button>
      ) : null}
      {open ? (
        <Suspense fallback={null}>
          <ActDrawer
            row={row}
            act="IssueSupervision"
            given={() => ({ supervisionId: crypto.randomUUID() })}
            initial={{
              text: about === undefined ? t('supervision.askIdle') : t('supervision.askAbout', { clock: label(about) }),
              answerBy: inDays(daysToAnswer),
            }}
            close={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </span>
  );
};
