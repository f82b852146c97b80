import { useTranslation } from 'react-i18next';
import { useLabel } from '../../i18n';
import { Fact } from '../../shell/fact';
import type { PanelProps } from '../room';
import { reliefOf } from './state';

export const ReliefFacts = ({ caseFile, described }: PanelProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const relief = reliefOf(caseFile);
  const { lodged } = relief;
  return (
    <>
      <Fact name={t('case.accepted')}>{relief.acceptedOn}</Fact>
      <Fact name={t('case.channel')}>
        {lodged === undefined ? undefined : label(described.values[lodged.channel], lodged.channel)}
      </Fact>
      <Fact name={t('people.phone')}>{lodged?.applicant.phone}</Fact>
      <Fact name={t('people.address')}>{lodged?.applicant.address}</Fact>
      <Fact name={t('case.reason')} wide>
        {lodged?.reason}
      </Fact>
    </>
  );
};
