import {
  AccountBookOutlined,
  FileSearchOutlined,
  LogoutOutlined,
  NotificationOutlined,
  ProfileOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { api } from '../api/client';
import { useLiveUpdates } from '../api/live';
import { signedOut } from '../api/queries';
import type { Me } from '../api/types';
import { consoles } from '../consoles';
import { useLabel } from '../i18n';
import { useOpenings } from '../opening/openings';
import { SignInAgain } from '../session/sign-in-again';
import { useSignedIn } from '../session/signed-in';
import { ErrorBoundary } from './error-boundary';
import { LanguageSwitch } from './language-switch';
import { LiveMark } from './live-mark';
import { Loading } from './loading';
import { OfflineBanner } from './offline-banner';

interface Place {
  readonly to: string;
  readonly text: 'work' | 'people' | 'cases' | 'payments' | 'notices';
  readonly icon: ReactNode;
  readonly roles?: readonly string[];
}

const seePayments = ['paymentOfficer', 'bureauOfficer', 'bureauLeader', 'auditor', 'supervisor'];

const places: readonly Place[] = [
  { to: '/work', text: 'work', icon: <ProfileOutlined aria-hidden /> },
  { to: '/people', text: 'people', icon: <UserAddOutlined aria-hidden /> },
  { to: '/cases', text: 'cases', icon: <FileSearchOutlined aria-hidden /> },
  { to: '/payments', text: 'payments', icon: <AccountBookOutlined aria-hidden />, roles: seePayments },
  { to: '/notices', text: 'notices', icon: <NotificationOutlined aria-hidden /> },
];

const Links = ({ me, icons, name }: { readonly me: Me; readonly icons: boolean; readonly name: string }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const opensForPeople = useOpenings().some(({ serves }) => serves !== 'never');
  const shown = places
    .filter(({ text }) => text !== 'people' || opensForPeople)
    .filter(({ roles }) => roles === undefined || roles.some((role) => me.roles.includes(role)));
  return (
    <nav aria-label={t('nav.label')} className={name}>
      {shown.map(({ to, text, icon }) => (
        <NavLink key={to} to={to}>
          {icons ? icon : null}
          {t(`nav.${text}`)}
        </NavLink>
      ))}
      {consoles
        .flatMap((console) => console.places)
        .filter(({ roles }) => roles === undefined || roles.some((role) => me.roles.includes(role)))
        .map((place) => (
          <NavLink key={place.to} to={place.to}>
            {icons ? place.icon : null}
            {label(place.label)}
          </NavLink>
        ))}
    </nav>
  );
};

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
    <Dropdown
      trigger={['click']}
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
    </Dropdown>
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
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="top">
        <Link className="brand" to="/work">
          <b>{t('product')}</b>
        </Link>
        <Links me={me} icons={false} name="top-nav" />
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
      <Links me={me} icons name="bottom-nav" />
      <SignInAgain me={me} />
    </div>
  );
};
