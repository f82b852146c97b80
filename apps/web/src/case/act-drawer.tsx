import { useMutation } from '@tanstack/react-query';
import { Alert, App, Drawer, Grid } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, api } from '../api/client';
import { afterWriting, queries, useHistory, useOfficeUsers, useOffices } from '../api/queries';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { organisationChoices, sharedChoices, sharedFreshIds } from '../forms/choices';
import { CommandForm } from '../forms/command-form';
import type { Fields } from '../forms/schema';
import { doneToday } from '../forms/today';
import { useLabel, useLanguage } from '../i18n';
import { roomOf } from '../rooms';
import { useSignedIn } from '../session/signed-in';
import { ProblemNote } from '../shell/problem-note';
import { HistoryEntry } from './history';
import type { NameOf } from './values';

interface DrawerProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
  readonly act: string;
  readonly close: () => void;
}

const noOwnFields: Readonly<Record<string, string>> = {};

const isConflict = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.reason === 'version-conflict';

/** What others did while the form was open. What was typed stays. */
const Conflict = ({ caseFile, described, nameOf, seen }: DrawerProps & { readonly seen: number }) => {
  const { t } = useTranslation();
  const history = useHistory(caseFile.caseId);
  const since = (history.data?.events ?? []).filter(({ version, ofClock }) => ofClock !== true && version > seen);
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('form.conflict')}
      description={
        <>
          <p>{t('form.conflictText')}</p>
          <ol className="timeline gap-top">
            {since.map((event) => (
              <HistoryEntry key={event.position} event={event} described={described} nameOf={nameOf} />
            ))}
          </ol>
        </>
      }
    />
  );
};

const ActForm = (props: DrawerProps) => {
  const { caseFile, described, act, close } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const me = useSignedIn();
  const { message } = App.useApp();
  const room = roomOf(caseFile.type);
  const [hidden] = useState(() => [...(sharedFreshIds[act] ?? []), ...room.freshIds(act, { caseFile, described })]);
  const [fresh] = useState(() => Object.fromEntries(hidden.map((field) => [field, crypto.randomUUID()])));
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [seen, setSeen] = useState(caseFile.version);
  const [conflictAt, setConflictAt] = useState<number>();
  const offices = useOffices().data?.rows ?? [];
  const places = [caseFile.office.officeId, caseFile.area?.officeId, me.office?.officeId];
  const users = useOfficeUsers([...new Set(places.filter((place) => place !== undefined))]);
  const context = { caseFile, described, language };
  const send = useMutation({
    mutationFn: ({ fields, occurredAt }: { readonly fields: Fields; readonly occurredAt: string | undefined }) =>
      api.command(caseFile.type, caseFile.caseId, seen, {
        type: act,
        fields: { ...fields, ...fresh },
        key,
        ...(occurredAt === undefined ? {} : { occurredAt }),
      }),
    onSuccess: ({ position }) => {
      afterWriting(position, caseFile.caseId);
      void message.success(t('form.done', { act: label(described.commands[act]?.label, act) }));
      close();
    },
    onError: (error) => {
      // A definite answer ends this attempt; without one the same key makes a repetition harmless.
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
      if (!isConflict(error)) return;
      setConflictAt(seen);
      const now = error instanceof ProblemError ? error.problem.version : undefined;
      setSeen(now ?? caseFile.version);
      void queries.invalidateQueries({ queryKey: ['case', caseFile.caseId] });
    },
  });
  const command = described.commands[act];
  if (command === undefined) return null;
  const note =
    conflictAt !== undefined && isConflict(send.error) ? (
      <Conflict {...props} seen={conflictAt} />
    ) : (
      <ProblemNote error={send.error} described={described} />
    );
  return (
    <CommandForm
      id={act}
      command={command}
      surroundings={{ described, caseFile, persons: room.persons(caseFile) }}
      choicesFor={({ office }) => ({
        ...organisationChoices({ users, offices, language, roleName: (role) => t(`roles.${role}`, role), office }),
        ...sharedChoices(act, caseFile, described, language),
        ...room.choices(act, context),
      })}
      hidden={hidden}
      ownFields={room.ownFields[act] ?? noOwnFields}
      fields={room.fields}
      initial={{ ...doneToday(command.schema), ...room.initial(act, context) }}
      pending={send.isPending}
      submitText={isConflict(send.error) ? t('form.resubmit') : t('form.submit')}
      note={note}
      submit={(fields, occurredAt) => send.mutate({ fields, occurredAt })}
    />
  );
};

/** The form of one act, beside the case. */
export const ActDrawer = (props: DrawerProps) => {
  const { described, act, close } = props;
  const label = useLabel();
  const wide = Grid.useBreakpoint().md === true;
  const command = described.commands[act];
  return (
    <Drawer
      open
      title={label(command?.label, act)}
      onClose={close}
      size={wide ? 640 : '100%'}
      destroyOnHidden
      mask={{ closable: false }}
      keyboard={false}
    >
      {command?.hint === undefined ? null : <p className="notice-box">{label(command.hint)}</p>}
      <ActForm key={act} {...props} />
    </Drawer>
  );
};
