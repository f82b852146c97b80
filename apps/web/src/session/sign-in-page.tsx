import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useSearchParams } from 'react-router';
import { signedInAs, useMe } from '../api/queries';
import { Heading } from '../shell/heading';
import { LanguageSwitch } from '../shell/language-switch';
import { OfflineBanner } from '../shell/offline-banner';
import { SignInForm } from './sign-in-form';

const backFrom = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'back' in state && typeof state.back === 'string' ? state.back : '/';

/** Why the district's own sign-in sent somebody back here. */
const Refused = ({ reason }: { readonly reason: string }) => {
  const { t } = useTranslation();
  return (
    <Alert className="gap-top" type="error" showIcon role="alert" title={t([`problem.${reason}`, 'signIn.refused'])} />
  );
};

export default function SignInPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const location = useLocation();
  const refused = useSearchParams()[0].get('refused');
  if (me !== undefined && me !== null) return <Navigate to={backFrom(location.state)} replace />;
  return (
    <div className="frame">
      <header className="top">
        <span className="brand">
          <b>{t('product')}</b>
        </span>
        <div className="top-end top-push">
          <Link to="/notices">{t('nav.notices')}</Link>
          <LanguageSwitch />
        </div>
      </header>
      <OfflineBanner />
      <main className="sign-in" id="content" tabIndex={-1}>
        <Heading title={t('signIn.title')} />
        {refused === null ? null : <Refused reason={refused} />}
        <SignInForm signedIn={signedInAs} returnTo={backFrom(location.state)} />
      </main>
    </div>
  );
}
