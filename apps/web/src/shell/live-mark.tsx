import { useTranslation } from 'react-i18next';
import { useLiveState } from '../api/live';

/** Whether what others do reaches this page at once. */
export const LiveMark = () => {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <span className="live" data-state={state} role="status" title={t(`live.${state}`)}>
      <i aria-hidden />
      <span className="live-text">{t(`live.${state}`)}</span>
    </span>
  );
};
