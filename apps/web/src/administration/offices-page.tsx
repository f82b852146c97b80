import { Button, Checkbox, Empty, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel } from '../i18n';
import { Loading } from '../shell/loading';
import { ProblemNote, useProblemText } from '../shell/problem-note';
import { useSignedIn } from '../session/signed-in';
import { type AdministeredOffice, type NewOffice, administrationApi, useAdministeredOffices } from './api';
import { ChangeDrawer, useChange } from './change-drawer';
import { Frame } from './frame';
import { useParam } from '../shell/url-state';

interface TypedOffice {
  readonly officeId: string;
  readonly kind: NewOffice['kind'];
  readonly parent: string;
  readonly zh: string;
  readonly en: string;
}

/** What may be opened: there is one bureau. */
const kinds = ['townOffice', 'committee', 'station', 'childCentre', 'welfareHome'] as const;

const NameFields = () => {
  const { t } = useTranslation();
  const needed = [{ required: true, whitespace: true, message: t('form.required') }];
  return (
    <>
      <Form.Item name="zh" label={t('administration.office.zh')} rules={needed}>
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item name="en" label={t('administration.office.en')} rules={needed}>
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
    </>
  );
};

const OpenOffice = ({
  offices,
  under,
  close,
}: {
  readonly offices: readonly AdministeredOffice[];
  readonly under: string | undefined;
  readonly close: () => void;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const needed = [{ required: true, message: t('form.required') }];
  return (
    <ChangeDrawer<TypedOffice>
      title={t('administration.office.open')}
      initial={under === undefined ? { parent: 'bureau' } : { parent: under, kind: 'committee' }}
      send={({ zh, en, ...office }, key) => administrationApi.openOffice({ ...office, name: { zh, en } }, key)}
      close={close}
    >
      <Form.Item name="kind" label={t('administration.office.kind')} rules={needed}>
        <Select options={kinds.map((kind) => ({ value: kind, label: t(`administration.kinds.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="parent" label={t('administration.office.parent')} rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={offices
            .filter(({ closed, kind }) => !closed && kind !== 'committee')
            .map(({ officeId, name }) => ({ value: officeId, label: label(name) }))}
        />
      </Form.Item>
      <Form.Item
        name="officeId"
        label={t('administration.office.code')}
        extra={t('administration.office.codeHint')}
        rules={[...needed, { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, message: t('form.invalid') }]}
      >
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <NameFields />
    </ChangeDrawer>
  );
};

const Row = ({
  office,
  below,
  parent,
}: {
  readonly office: AdministeredOffice;
  readonly below: number;
  readonly parent: AdministeredOffice | undefined;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const [modal, modalPlace] = Modal.useModal();
  const problemText = useProblemText();
  const mayChange = useSignedIn().roles.includes('administrator');
  const [renaming, setRenaming] = useState(false);
  const closing = useChange<undefined>(t('administration.office.close'), (_, key) =>
    administrationApi.closeOffice(office.officeId, key),
  );
  const ask = () =>
    void modal.confirm({
      title: `${t('administration.office.close')}:${label(office.name)}`,
      content: t('administration.office.closeAsk'),
      okText: t('administration.office.close'),
      okButtonProps: { danger: true },
      onOk: () =>
        closing.mutateAsync(undefined).catch((error: unknown) => {
          void modal.error({ title: label(office.name), content: problemText(error) });
        }),
    });
  return (
    <tr>
      <td className="lead">
        {modalPlace}
        <b>{label(office.name)}</b>{' '}
        {office.closed ? <span className="mark">{t('administration.office.closed')}</span> : null}
        <span className="row-sub">
          <code>{office.officeId}</code>
        </span>
      </td>
      <td data-label={t('administration.office.kind')}>{t(`administration.kinds.${office.kind}`)}</td>
      <td data-label={t('administration.office.parent')}>{label(parent?.name)}</td>
      <td className="right" data-label={t('administration.office.staff')}>
        <Link to={`/administration/users?office=${office.officeId}`}>{office.staff}</Link>
      </td>
      <td className="right" data-label={t('administration.office.below')}>
        {below === 0 || office.kind === 'bureau' ? null : (
          <Link to={`/administration?under=${office.officeId}`}>
            {t('administration.office.belowOf', { count: below })}
          </Link>
        )}
      </td>
      <td>
        {office.closed || !mayChange ? null : (
          <div className="administration-acts">
            <Button size="small" onClick={() => setRenaming(true)}>
              {t('administration.office.rename')}
            </Button>
            {office.kind === 'bureau' ? null : (
              <Button size="small" danger onClick={ask}>
                {t('administration.office.close')}
              </Button>
            )}
          </div>
        )}
        {renaming ? (
          <ChangeDrawer<{ readonly zh: string; readonly en: string }>
            title={t('administration.office.rename')}
            initial={office.name}
            send={({ zh, en }, key) => administrationApi.renameOffice(office.officeId, { zh, en }, key)}
            close={() => setRenaming(false)}
          >
            <NameFields />
          </ChangeDrawer>
        ) : null}
      </td>
    </tr>
  );
};

/** The offices of the district: first the bureau and what stands directly under it, then the committees of a town. */
export default function OfficesPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const mayChange = useSignedIn().roles.includes('administrator');
  const list = useAdministeredOffices();
  const [text, setText] = useParam('text');
  const [under, setUnder] = useParam('under');
  const [closed, setClosed] = useParam('closed');
  const [opening, setOpening] = useState(false);
  const offices = list.data?.rows ?? [];
  const isAsked = ({ officeId, name }: AdministeredOffice): boolean =>
    `${officeId} ${name.zh} ${name.en}`.toLowerCase().includes((text ?? '').toLowerCase());
  const isInPlace = ({ officeId, parent, kind }: AdministeredOffice): boolean => {
    if (under !== undefined) return parent === under || officeId === under;
    return text !== undefined || kind !== 'committee';
  };
  const shown = offices.filter(
    (office) => (closed === 'true' || !office.closed) && isInPlace(office) && isAsked(office),
  );
  const towns = offices.filter(({ kind }) => kind === 'townOffice');
  return (
    <Frame
      title={t('administration.office.title')}
      end={
        mayChange ? (
          <Button type="primary" onClick={() => setOpening(true)}>
            {t('administration.office.open')}
          </Button>
        ) : null
      }
    >
      <div className="panel filters" role="search">
        <label>
          {t('administration.office.filter')}
          <Input allowClear value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <label>
          {t('administration.office.parent')}
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('administration.office.top')}
            value={under}
            onChange={setUnder}
            options={towns.map(({ officeId, name }) => ({ value: officeId, label: label(name) }))}
          />
        </label>
        <div className="filters-end">
          <Checkbox
            checked={closed === 'true'}
            onChange={({ target }) => setClosed(target.checked ? 'true' : undefined)}
          >
            {t('administration.office.withClosed')}
          </Checkbox>
        </div>
      </div>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && shown.length === 0 ? (
        <Empty className="state" description={t('administration.office.empty')} />
      ) : null}
      {shown.length === 0 ? null : (
        <section className="panel panel-body gap-top" aria-label={t('administration.office.title')}>
          <p className="quiet small" role="status">
            {t('administration.office.total', { count: shown.length })}
          </p>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.office.title')}</th>
                <th>{t('administration.office.kind')}</th>
                <th>{t('administration.office.parent')}</th>
                <th className="right">{t('administration.office.staff')}</th>
                <th className="right">{t('administration.office.below')}</th>
                <th>
                  <span className="hidden-text">{t('administration.user.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((office) => (
                <Row
                  key={office.officeId}
                  office={office}
                  below={offices.filter(({ parent, closed: gone }) => parent === office.officeId && !gone).length}
                  parent={offices.find(({ officeId }) => officeId === office.parent)}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {opening ? <OpenOffice offices={offices} under={under} close={() => setOpening(false)} /> : null}
    </Frame>
  );
}
