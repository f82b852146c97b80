import { DeleteOutlined, UserAddOutlined } from '@ant-design/icons';
import type { FieldProps } from '@rjsf/utils';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseTypeDescription } from '../../api/types';
import { Field } from '../../forms/field';
import { statusOf } from '../../forms/status';
import { surroundingsOf } from '../../forms/surroundings';
import { useLabel } from '../../i18n';
import { PersonDialog } from '../../people/person-dialog';

interface Member {
  readonly personId: string;
  readonly name: string;
  readonly relation?: string;
  readonly hukouRegion?: string;
  readonly hukouKind?: string;
}

/** How members are related to the applicant, as an application may say it. */
const relationsOf = ({ commands }: CaseTypeDescription): readonly string[] => {
  const { members } = commands['LodgeApplication']?.schema.properties ?? {};
  return (members?.items?.properties?.['relation']?.enum ?? []).filter((relation) => relation !== 'applicant');
};

/** Household members, each taken from the registry; the relation is typed here. */
export const MembersField = (props: FieldProps<readonly Member[]>) => {
  const { t } = useTranslation();
  const label = useLabel();
  const [finding, setFinding] = useState(false);
  const { described, applicant } = surroundingsOf(props);
  const { formData: members = [], onChange, fieldPathId, rawErrors } = props;
  const put = (next: readonly Member[]) => onChange(next, fieldPathId.path);
  const change = (personId: string, part: Partial<Member>) =>
    put(members.map((member) => (member.personId === personId ? { ...member, ...part } : member)));
  const known = [applicant?.personId, ...members.map(({ personId }) => personId)].filter((id) => id !== undefined);
  const value = (name: string) => label(described.values[name], name);
  return (
    <fieldset className="form-part">
      <legend>{props.schema.title ?? t('case.household')}</legend>
      {members.length === 0 ? <p className="quiet gap">{t('form.noMembers')}</p> : null}
      {members.map((member) => {
        const id = `member-${member.personId}`;
        return (
          <div key={member.personId} className="member">
            <div className="form-item-head">
              <b>{member.name}</b>
              <Button
                type="text"
                danger
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('form.removeMember', { name: member.name })}
                onClick={() => put(members.filter(({ personId }) => personId !== member.personId))}
              />
            </div>
            <div className="form-grid form-grid-3">
              <Field label={t('case.relation')} id={`${id}-relation`} required>
                <Select
                  status={member.relation === undefined ? statusOf({ rawErrors }) : ''}
                  id={`${id}-relation`}
                  placeholder={t('form.choose')}
                  value={member.relation}
                  onChange={(relation: string) => change(member.personId, { relation })}
                  options={relationsOf(described).map((relation) => ({ value: relation, label: value(relation) }))}
                />
              </Field>
              <Field label={t('people.hukouRegion')} id={`${id}-region`} required>
                <Input
                  id={`${id}-region`}
                  value={member.hukouRegion ?? ''}
                  onChange={({ target }) => change(member.personId, { hukouRegion: target.value })}
                />
              </Field>
              <Field label={t('people.hukouKind')} id={`${id}-kind`} required>
                <Select
                  id={`${id}-kind`}
                  value={member.hukouKind}
                  onChange={(hukouKind: string) => change(member.personId, { hukouKind })}
                  options={['urban', 'rural'].map((kind) => ({ value: kind, label: value(kind) }))}
                />
              </Field>
            </div>
          </div>
        );
      })}
      <div className="gap">
        <Button icon={<UserAddOutlined />} onClick={() => setFinding(true)}>
          {t('form.searchPerson')}
        </Button>
      </div>
      <PersonDialog
        open={finding}
        excluded={known}
        close={() => setFinding(false)}
        choose={({ personId, name = '', hukou }) => {
          setFinding(false);
          put([
            ...members,
            { personId, name, ...(hukou === undefined ? {} : { hukouRegion: hukou.region, hukouKind: hukou.kind }) },
          ]);
        }}
      />
    </fieldset>
  );
};
