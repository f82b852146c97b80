import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { Me } from '../api/types';
import { SignInForm } from './sign-in-form';

/** The sign-in over the page that somebody was working on. */
export default function SignInDialog({ signedIn }: { readonly signedIn: (me: Me) => void }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  return (
    <Modal open title={t('signIn.again')} footer={null} closable={false} width={760}>
      <p className="quiet gap">{t('signIn.againHint')}</p>
      <SignInForm signedIn={signedIn} returnTo={`${pathname}${search}`} />
    </Modal>
  );
}
