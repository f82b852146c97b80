import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ProblemError, api } from '../api/client';
import { afterWriting, useCaseType, useOffices } from '../api/queries';
import type { CaseTypeDescription, CommandDescription, Me, Office, PersonRow } from '../api/types';
import { schemesOf } from '../caseload/caseload-page';
import { organisationChoices } from '../forms/choices';
import { CommandForm, type Fields } from '../forms/command-form';
import { useLabel, useLanguage } from '../i18n';
import { roomOf } from '../rooms';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { PersonCard } from './person-card';

const caseType = 'relief-application';

/** Fields that only some schemes have. */
const onlyFor: Readonly<Record<string, readonly string[]>> = {
  kind: ['temporaryRelief'],
  incident: ['temporaryRelief'],
  singlePerson: ['dibao'],
};
const alone = ['destituteSupport', 'disabilityAllowance'];

const hiddenFor = (scheme: string): readonly string[] => [
  'scheme',
  'bundleId',
  ...Object.entries(onlyFor).flatMap(([field, schemes]) => (schemes.includes(scheme) ? [] : [field])),
  ...(alone.includes(scheme) ? ['members'] : []),
];

const ownPlace = ({ office }: Me, offices: readonly Office[]): Fields => {
  if (office?.kind === 'committee')
    return {
      office: offices.find(({ officeId }) => officeId === office.officeId)?.parent,
      area: office.officeId,
      channel: 'committee',
    };
  return office?.kind === 'townOffice' ? { office: office.officeId, channel: 'counter' } : { channel: 'counter' };
};

const needsKind = (command: CommandDescription, scheme: string): CommandDescription =>
  scheme === 'temporaryRelief'
    ? { ...command, schema: { ...command.schema, required: [...(command.schema.required ?? []), 'kind'] } }
    : command;

const LodgeForm = ({
  person,
  scheme,
  described,
  offices,
}: {
  readonly person: PersonRow & { readonly phone?: string; readonly address?: string };
  readonly scheme: string;
  readonly described: CaseTypeDescription;
  readonly offices: readonly Office[];
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSignedIn();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const room = roomOf(caseType);
  const command = useMemo(
    () => needsKind(described.commands['LodgeApplication'] ?? { schema: {} }, scheme),
    [described, scheme],
  );
  const lodge = useMutation({
    mutationFn: (fields: Fields) =>
      api.openCase(caseType, { type: 'LodgeApplication', fields: { members: [], ...fields, scheme }, key }),
    onSuccess: ({ caseId, position }) => {
      afterWriting(position, caseId);
      void message.success(t('people.lodged'));
      void navigate(`/cases/${caseId}`);
    },
    onError: (error) => {
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  const hidden = useMemo(() => hiddenFor(scheme), [scheme]);
  const surroundings = useMemo(() => ({ described, applicant: person }), [described, person]);
  return (
    <CommandForm
      id="lodge"
      command={command}
      surroundings={surroundings}
      choicesFor={({ office }) =>
        organisationChoices({ users: [], offices, language, roleName: (role) => role, office })
      }
      hidden={hidden}
      ownFields={room.ownFields['LodgeApplication'] ?? {}}
      fields={room.fields}
      initial={{
        ...ownPlace(me, offices),
        settlement: person.hukou?.kind,
        applicant: {
          personId: person.personId,
          name: person.name,
          ...(person.address === undefined ? {} : { address: person.address }),
        },
        members: [],
      }}
      pending={lodge.isPending}
      submitText={t('people.openApplication')}
      note={<ProblemNote error={lodge.error} described={described} />}
      submit={(fields) => lodge.mutate(fields)}
    />
  );
};

/** Opens an application for a person of the registry: first the scheme, then the form. */
export default function LodgePage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { personId = '' } = useParams();
  const [scheme, setScheme] = useState<string>();
  const person = useQuery({ queryKey: ['person', personId], queryFn: () => api.person(personId) });
  const open = useQuery({
    queryKey: ['lists', 'open-cases', personId],
    queryFn: () => api.caseload({ person: personId, open: true }),
  });
  const described = useCaseType(caseType).data;
  const offices = useOffices().data?.rows;
  if (person.error !== null) return <ProblemNote error={person.error} retry={() => void person.refetch()} />;
  if (person.data === undefined || described === undefined || offices === undefined) return <Loading />;
  const openCases = open.data?.rows ?? [];
  return (
    <>
      <div className="page-head">
        <h1>{t('people.openApplication')}</h1>
      </div>
      <ul className="cards gap">
        <PersonCard person={{ ...person.data, openCases }} />
      </ul>
      {openCases.length === 0 ? null : <Alert className="gap" type="warning" showIcon title={t('people.warnOpen')} />}
      <section className="panel panel-body">
        <h2>{t('people.scheme')}</h2>
        <div className="schemes" role="group" aria-label={t('people.scheme')}>
          {schemesOf(described).map((name) => (
            <button
              key={name}
              type="button"
              className="scheme"
              aria-pressed={scheme === name}
              onClick={() => setScheme(name)}
            >
              {label(described.values[name], name)}
            </button>
          ))}
        </div>
      </section>
      {scheme === undefined ? null : (
        <section className="panel panel-body form">
          <LodgeForm key={scheme} person={person.data} scheme={scheme} described={described} offices={offices} />
        </section>
      )}
    </>
  );
}
