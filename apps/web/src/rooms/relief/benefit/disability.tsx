import { useTranslation } from 'react-i18next';
import { disabilityKinds } from '#rules/household.js';
import type { DisabilityDraft } from './draft';
import { Day, Pick, Whole } from './inputs';

export const DisabilityFields = ({
  value,
  set,
  word,
  failed,
}: {
  readonly value: DisabilityDraft;
  readonly set: (value: DisabilityDraft) => void;
  readonly word: (value: string) => string;
  readonly failed: boolean;
}) => {
  const { t } = useTranslation();
  return (
    <div className="form-grid form-grid-3">
      <Pick
        label={t('benefit.disabilityKind')}
        value={value.kind}
        set={(kind) => set({ ...value, kind })}
        options={disabilityKinds.map((kind) => ({ value: kind, label: word(kind) }))}
        missing={failed && value.kind === undefined}
      />
      <Whole
        label={t('benefit.level')}
        max={4}
        value={value.level}
        set={(level) => set({ ...value, level })}
        missing={failed && value.level === undefined}
      />
      <Day label={t('benefit.expiresOn')} value={value.expiresOn} set={(expiresOn) => set({ ...value, expiresOn })} />
    </div>
  );
};
