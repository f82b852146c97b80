import { Button, Empty, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useLabel } from '../i18n';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { ProblemNote, useProblemText } from '../shell/problem-note';
import { useMessages } from '../shell/messages';
import {
  type AdministeredOffice,
  type AdministeredUser,
  type NewUser,
  administrationApi,
  useAdministeredOffices,
  useAdministeredUsers,
} from './api';
import { ChangeDrawer, useChange } from './change-drawer';
import { Frame } from './frame';
import { useParam } from '../shell/url-state';
import { Menu } from '../shell/menu';

interface Choosing {
  readonly offices: readonly AdministeredOffice[];
  /** The roles that exist in each kind of office. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

type Act = 'move' | 'appoint' | 'password';

const useNeeded = () => {
  const { t } = useTranslation();
  return [{ required: true, message: t('form.required') }];
};

const OfficeChoice = ({
  name,
  label: text,
  offices,
}: {
  readonly name: string;
  readonly label: string;
  readonly offices: readonly AdministeredOffice[];
}) => {
  const label = useLabel();
  return (
    <Form.Item name={name} label={text} rules={useNeeded()}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={offices
          .filter(({ closed }) => !closed)
          .map(({ officeId, name: officeName }) => ({ value: officeId, label: label(officeName) }))}
      />
    </Form.Item>
  );
};

/** Roles of the office chosen above. */
const RoleChoice = ({ offices, roles }: Choosing) => {
  const { t } = useTranslation();
  const form = Form.useFormInstance<{ readonly office?: string }>();
  const chosen = Form.useWatch('office', form);
  const kind = offices.find(({ officeId }) => officeId === chosen)?.kind;
  return (
    <Form.Item name="role" label={t('administration.user.role')} rules={useNeeded()}>
      <Select
        disabled={kind === undefined}
        options={(roles[kind ?? ''] ?? []).map((role) => ({ value: role, label: t(`roles.${role}`, role) }))}
      />
    </Form.Item>
  );
};

const Enrol = ({ close, ...choosing }: Choosing & { readonly close: () => void }) => {
  const { t } = useTranslation();
  const needed = useNeeded();
  return (
    <ChangeDrawer<NewUser>
      title={t('administration.user.enrol')}
      send={(typed, key) => administrationApi.enrol(typed, key)}
      close={close}
    >
      <Form.Item
        name="userId"
        label={t('administration.user.userId')}
        extra={t('administration.user.userIdHint')}
        rules={[...needed, { pattern: /^[a-z0-9]+([.-][a-z0-9]+)*$/, message: t('form.invalid') }]}
      >
        <Input autoComplete="off" maxLength={80} />
      </Form.Item>
      <Form.Item name="name" label={t('administration.user.name')} rules={needed}>
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
      <OfficeChoice name="office" label={t('administration.user.office')} offices={choosing.offices} />
      <RoleChoice {...choosing} />
    </ChangeDrawer>
  );
};

const ActForm = ({
  user,
  act,
  close,
  ...choosing
}: Choosing & { readonly user: AdministeredUser; readonly act: Act; readonly close: () => void }): ReactNode => {
  const { t } = useTranslation();
  const needed = useNeeded();
  const title = `${t(`administration.user.${act}`)}:${user.name}`;
  switch (act) {
    case 'move':
      return (
        <ChangeDrawer<{ readonly name: string; readonly office: string }>
          title={title}
          initial={{ name: user.name, office: user.office.officeId }}
          send={(typed, key) => administrationApi.move(user.userId, typed, key)}
          close={close}
        >
          <Form.Item name="name" label={t('administration.user.name')} rules={needed}>
            <Input autoComplete="off" maxLength={100} />
          </Form.Item>
          <OfficeChoice name="office" label={t('administration.user.office')} offices={choosing.offices} />
        </ChangeDrawer>
      );
    case 'appoint':
      return (
        <ChangeDrawer<Pick<NewUser, 'role' | 'office'>>
          title={title}
          initial={{ office: user.office.officeId }}
          send={(typed, key) => administrationApi.appoint(user.userId, typed, key)}
          close={close}
        >
          <OfficeChoice name="office" label={t('administration.user.atOffice')} offices={choosing.offices} />
          <RoleChoice {...choosing} />
        </ChangeDrawer>
      );
    case 'password':
      return (
        <ChangeDrawer<{ readonly password: string }>
          title={title}
          hint={t('administration.user.passwordHint')}
          send={({ password }, key) => administrationApi.setPassword(user.userId, password, key)}
          close={close}
        >
          <Form.Item name="password" label={t('administration.user.newPassword')} rules={needed}>
            <Input.Password autoComplete="new-password" maxLength={200} />
          </Form.Item>
        </ChangeDrawer>
      );
    default:
      return act satisfies never;
  }
};

const Position = ({
  user,
  position,
  mayChange,
}: {
  readonly user: AdministeredUser;
  readonly position: AdministeredUser['positions'][number];
  readonly mayChange: boolean;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const [modal, modalPlace] = Modal.useModal();
  const problemText = useProblemText();
  const role = t(`roles.${position.role}`, position.role);
  const title = t('administration.user.endOf', { name: user.name, role });
  const ending = useChange<undefined>(title, (_, key) =>
    administrationApi.endPosition(
      user.userId,
      { role: position.role as NewUser['role'], office: position.office.officeId },
      key,
    ),
  );
  const ask = () =>
    void modal.confirm({
      title,
      content: t('administration.user.endAsk'),
      okText: t('administration.user.end'),
      okButtonProps: { danger: true },
      onOk: () =>
        ending.mutateAsync(undefined).catch((error: unknown) => {
          void modal.error({ title, content: problemText(error) });
        }),
    });
  return (
    <span className="position">
      {modalPlace}
      {role}
      <span className="quiet small">{label(position.office.name)}</span>
      {mayChange ? (
        <Button type="link" size="small" aria-label={title} onClick={ask}>
          {t('administration.user.end')}
        </Button>
      ) : null}
    </span>
  );
};

const Row = ({ user, ...choosing }: Choosing & { readonly user: AdministeredUser }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const messages = useMessages();
  const [modal, modalPlace] = Modal.useModal();
  const problemText = useProblemText();
  const mayChange = useSignedIn().roles.includes('administrator');
  const [act, setAct] = useState<Act>();
  const unlock = async () => {
    try {
      const { wasLocked } = await administrationApi.unlock(user.userId, crypto.randomUUID());
      void messages.success(t(wasLocked ? 'administration.user.unlocked' : 'administration.user.notLocked'));
    } catch (error) {
      void modal.error({ title: user.name, content: problemText(error) });
    }
  };
  const acts = [
    { key: 'move', label: t('administration.user.move'), onClick: () => setAct('move') },
    { key: 'password', label: t('administration.user.password'), onClick: () => setAct('password') },
    { key: 'unlock', label: t('administration.user.unlock'), onClick: () => void unlock() },
    {
      key: 'history',
      label: t('administration.user.history'),
      onClick: () => void navigate(`/administration/history?user=${user.userId}`),
    },
  ];
  return (
    <tr>
      <td className="lead">
        <b>{user.name}</b>
        <span className="row-sub">
          <code>{user.userId}</code>
        </span>
      </td>
      <td data-label={t('administration.user.office')}>{label(user.office.name)}</td>
      <td data-label={t('administration.user.positions')}>
        {user.positions.length === 0 ? <span className="quiet">{t('administration.user.none')}</span> : null}
        {user.positions.map((position) => (
          <Position
            key={`${position.role}-${position.office.officeId}`}
            user={user}
            position={position}
            mayChange={mayChange}
          />
        ))}
      </td>
      <td>
        {mayChange ? (
          <div className="administration-acts">
            <Button size="small" onClick={() => setAct('appoint')}>
              {t('administration.user.appoint')}
            </Button>
            <Menu menu={{ items: acts }}>
              <Button size="small" aria-haspopup="menu" aria-label={`${t('nav.more')}:${user.name}`}>
                {t('nav.more')}
              </Button>
            </Menu>
          </div>
        ) : (
          <Link to={`/administration/history?user=${user.userId}`}>{t('administration.user.history')}</Link>
        )}
        {modalPlace}
        {act === undefined ? null : <ActForm {...choosing} user={user} act={act} close={() => setAct(undefined)} />}
      </td>
    </tr>
  );
};

/** Who works where in which role. */
export default function UsersPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const mayChange = useSignedIn().roles.includes('administrator');
  const [text, setText] = useParam('text');
  const [office, setOffice] = useParam('office');
  const [enrolling, setEnrolling] = useState(false);
  const offices = useAdministeredOffices().data;
  const list = useAdministeredUsers({ office, text });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const choosing: Choosing = { offices: offices?.rows ?? [], roles: offices?.roles ?? {} };
  return (
    <Frame
      title={t('administration.user.title')}
      end={
        mayChange ? (
          <Button type="primary" onClick={() => setEnrolling(true)}>
            {t('administration.user.enrol')}
          </Button>
        ) : null
      }
    >
      <div className="panel filters" role="search">
        <label>
          {t('administration.user.filter')}
          <Input allowClear value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <label>
          {t('administration.user.office')}
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('all')}
            value={office}
            onChange={setOffice}
            options={choosing.offices.map(({ officeId, name }) => ({ value: officeId, label: label(name) }))}
          />
        </label>
      </div>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <Empty className="state" description={t('administration.user.empty')} />
      ) : null}
      {rows.length === 0 ? null : (
        <section className="panel panel-body gap-top" aria-label={t('administration.user.title')}>
          <p className="quiet small" role="status">
            {t('administration.user.total', { count: list.data?.pages[0]?.total ?? rows.length })}
          </p>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.user.name')}</th>
                <th>{t('administration.user.office')}</th>
                <th>{t('administration.user.positions')}</th>
                <th>
                  <span className="hidden-text">{t('administration.user.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((user) => (
                <Row key={user.userId} user={user} {...choosing} />
              ))}
            </tbody>
          </table>
          {list.hasNextPage ? (
            <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          ) : null}
        </section>
      )}
      {enrolling ? <Enrol {...choosing} close={() => setEnrolling(false)} /> : null}
    </Frame>
  );
}
