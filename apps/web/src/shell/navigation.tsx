import {
  AccountBookOutlined,
  EllipsisOutlined,
  FileSearchOutlined,
  NotificationOutlined,
  ProfileOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import type { Me } from '../api/types';
import type { Place } from '../console';
import { consoles } from '../consoles';
import { useLabel } from '../i18n';
import { useOpenings } from '../opening/openings';
import { firstPageOf } from '../session/first-page';
import { Menu } from './menu';

const seePayments = ['paymentOfficer', 'bureauOfficer', 'bureauLeader', 'auditor', 'supervisor'];

const withoutCases = ['administrator'];

/** A phone holds five entries, the one that opens the rest among them. */
const onPhone = 5;

const mayGo = ({ roles }: Pick<Place, 'roles'>, me: Me): boolean =>
  roles === undefined || roles.some((role) => me.roles.includes(role));

/** Where the viewer may go: the page they begin with first, then the work on cases, then the consoles. */
const usePlaces = (me: Me): readonly Place[] => {
  const { t } = useTranslation();
  const opensForPeople = useOpenings().some(({ serves }) => serves !== 'never');
  const named = (name: 'work' | 'people' | 'cases' | 'payments' | 'notices') => ({
    zh: t(`nav.${name}`),
    en: t(`nav.${name}`),
  });
  const handlesCases = me.roles.some((role) => !withoutCases.includes(role));
  const ofCases: readonly Place[] = [
    { to: '/work', label: named('work'), icon: <ProfileOutlined aria-hidden /> },
    ...(opensForPeople ? [{ to: '/people', label: named('people'), icon: <UserAddOutlined aria-hidden /> }] : []),
    { to: '/cases', label: named('cases'), icon: <FileSearchOutlined aria-hidden /> },
  ];
  const places: readonly Place[] = [
    ...(handlesCases ? ofCases : []),
    { to: '/payments', label: named('payments'), icon: <AccountBookOutlined aria-hidden />, roles: seePayments },
    ...consoles.flatMap((console) => console.places),
    { to: '/notices', label: named('notices'), icon: <NotificationOutlined aria-hidden /> },
  ];
  const first = firstPageOf(me.roles);
  return places
    .filter((place) => mayGo(place, me))
    .toSorted((one, other) => Number(other.to === first) - Number(one.to === first));
};

/** How many entries stand beside the brand and the user at this width. */
const useRoom = (): number => {
  const { xxl = false, xl = false, lg = false } = Grid.useBreakpoint();
  if (xxl) return 8;
  if (xl) return 6;
  return lg ? 4 : 3;
};

const More = ({ places, icon }: { readonly places: readonly Place[]; readonly icon: boolean }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isHere = places.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <Menu
      menu={{
        items: places.map((place) => ({
          key: place.to,
          icon: place.icon,
          label: <Link to={place.to}>{label(place.label)}</Link>,
        })),
        // A key chooses the entry and does not follow the link in it.
        onClick: ({ key, domEvent }) => {
          if (domEvent.type === 'keydown') void navigate(key);
        },
      }}
    >
      <button type="button" aria-haspopup="menu" aria-current={isHere ? 'true' : undefined}>
        {icon ? <EllipsisOutlined aria-hidden /> : null}
        {t('nav.more')}
      </button>
    </Menu>
  );
};

/** The places of the viewer; those that do not fit open from the last entry. */
const Places = ({
  me,
  icons,
  name,
  holds,
}: {
  readonly me: Me;
  readonly icons: boolean;
  readonly name: string;
  readonly holds: number;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const places = usePlaces(me);
  const beside = places.length <= holds ? places : places.slice(0, holds - 1);
  const rest = places.slice(beside.length);
  return (
    <nav aria-label={t('nav.label')} className={name}>
      {beside.map((place) => (
        <NavLink key={place.to} to={place.to}>
          {icons ? place.icon : null}
          {label(place.label)}
        </NavLink>
      ))}
      {rest.length === 0 ? null : <More places={rest} icon={icons} />}
    </nav>
  );
};

export const TopNavigation = ({ me }: { readonly me: Me }) => (
  <Places me={me} icons={false} name="top-nav" holds={useRoom()} />
);

export const BottomNavigation = ({ me }: { readonly me: Me }) => (
  <Places me={me} icons name="bottom-nav" holds={onPhone} />
);
