import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onSessionEnded, queries, signedInAs } from '../api/queries';
import type { Me } from '../api/types';
import { SignInForm } from './sign-in-form';

/** The session has ended while somebody worked: sign in over the page, so that nothing typed is lost. */
export const SignInAgain = ({ me }: { readonly me: Me }) => {
  const { t } = useTranslation();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnded(() => setEnded(true)), []);
  const signedIn = (again: Me): void => {
    if (again.userId !== me.userId) queries.clear();
    signedInAs(again);
    setEnded(false);
    void queries.invalidateQueries();
  };
  return (
    <Modal open={ended} title={t('signIn.again')} footer={null} closable={false} width={760} destroyOnHidden>
      <p className="quiet gap">{t('signIn.againHint')}</p>
      <SignInForm signedIn={signedIn} />
    </Modal>
  );
};
