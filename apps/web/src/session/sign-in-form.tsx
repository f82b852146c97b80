import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { useDemoUsers, useSignInMethods } from '../api/queries';
import type { DemoUser, Me } from '../api/types';
import { useLabel } from '../i18n';
import { ProblemNote } from '../shell/problem-note';

interface Credentials {
  readonly user: string;
  readonly password: string;
}

const DemoAccounts = ({ choose }: { readonly choose: (user: DemoUser, password: string) => void }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const { data } = useDemoUsers();
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <section className="demo" aria-label={t('signIn.demo')}>
      <h2>{t('signIn.demo')}</h2>
      <p className="quiet small">{t('signIn.demoHint')}</p>
      <ul className="demo-list">
        {data.rows.map((user) => (
          <li key={user.userId}>
            <button type="button" className="demo-user" onClick={() => choose(user, data.password ?? '')}>
              <b>{user.name}</b>
              <span>
                {t(`roles.${user.role}`, user.role)}
                <small>{label(user.office.name)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** The district's own sign-in, where one is set up; while it is away the local accounts remain. */
const Provider = ({ returnTo }: { readonly returnTo: string }) => {
  const { t } = useTranslation();
  const { oidc } = useSignInMethods().data ?? {};
  if (oidc === undefined) return null;
  return (
    <div className="sign-in-provider">
      <Button
        block
        disabled={!oidc.available}
        href={oidc.available ? `/api/session/oidc/start?${new URLSearchParams({ returnTo }).toString()}` : undefined}
      >
        {t('signIn.provider', { name: oidc.name })}
      </Button>
      <p className="quiet small">{t(oidc.available ? 'signIn.orLocal' : 'signIn.providerAway')}</p>
    </div>
  );
};

/** User name and password; where there is one also the district's own sign-in, in a demonstration the people to choose from. */
export const SignInForm = ({
  signedIn,
  returnTo,
}: {
  readonly signedIn: (me: Me) => void;
  /** The path that the district's own sign-in leads back to. */
  readonly returnTo: string;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Credentials>();
  const signIn = useMutation({
    mutationFn: ({ user, password }: Credentials) => api.signIn(user.trim(), password),
    onSuccess: ({ me }) => signedIn(me),
  });
  const needed = [{ required: true, message: t('signIn.required') }];
  return (
    <div className="sign-in-body">
      <div>
        <Provider returnTo={returnTo} />
        <Form
          form={form}
          name="sign-in"
          layout="vertical"
          requiredMark={false}
          onFinish={(typed: Credentials) => signIn.mutate(typed)}
        >
          <Form.Item name="user" label={t('signIn.user')} rules={needed}>
            <Input autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={needed}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {signIn.error === null ? null : (
            <div className="gap">
              <ProblemNote error={signIn.error} />
            </div>
          )}
          <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Form>
      </div>
      <DemoAccounts choose={({ userId }, password) => form.setFieldsValue({ user: userId, password })} />
    </div>
  );
};
