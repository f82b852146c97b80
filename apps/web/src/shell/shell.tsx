import { LogoutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { api } from '../api/client';
import { useLiveUpdates } from '../api/live';
import { signedOut } from '../api/queries';
import type { Me } from '../api/types';
import { useLabel } from '../i18n';
import { SignInAgain } from '../session/sign-in-again';
import { useSignedIn } from '../session/signed-in';
import { ErrorBoundary } from './error-boundary';
import { LanguageSwitch } from './language-switch';
import { LiveMark } from './live-mark';
import { Loading } from './loading';
import { BottomNavigation, TopNavigation } from './navigation';
import { OfflineBanner } from './offline-banner';
import { Menu } from './menu';

const UserMenu = ({ me }: { readonly me: Me }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const place = [label(me.office?.name), ...me.roles.map((role) => t(`roles.${role}`, role))]
    .filter(Boolean)
    .join(' · ');
  const signOut = () =>
    void api
      .signOut()
      .catch(() => undefined)
      .finally(signedOut);
  return (
    <Menu
      menu={{
        items: [
          { key: 'place', label: place, disabled: true },
          { type: 'divider' },
          { key: 'out', label: t('nav.signOut'), icon: <LogoutOutlined />, onClick: signOut },
        ],
      }}
    >
      <Button type="text" className="who-button" aria-label={`${me.name}, ${place}`}>
        <span className="who">
          {me.name}
          <small>{place}</small>
        </span>
      </Button>
    </Menu>
  );
};

/** Bar, navigation and the page. On a phone the navigation is at the bottom. */
export const Shell = () => {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { pathname } = useLocation();
  useLiveUpdates();
  return (
    <div className="frame">
      <header className="top">
        <Link className="brand" to="/">
          <b>{t('product')}</b>
        </Link>
        <TopNavigation me={me} />
        <div className="top-end">
          <LiveMark />
          <LanguageSwitch />
          <UserMenu me={me} />
        </div>
      </header>
      <OfflineBanner />
      <main className="page" id="content" tabIndex={-1}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <BottomNavigation me={me} />
      <SignInAgain me={me} />
    </div>
  );
};
