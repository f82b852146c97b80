import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Says that the form shows what was typed before, and offers to begin anew. */
export const DraftNote = ({ discard }: { readonly discard: () => void }) => {
  const { t } = useTranslation();
  return (
    <Alert
      className="gap"
      type="info"
      role="status"
      title={t('form.draft')}
      action={
        <Button size="small" onClick={discard}>
          {t('form.discardDraft')}
        </Button>
      }
    />
  );
};
