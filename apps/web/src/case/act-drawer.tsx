import { useMutation } from '@tanstack/react-query';
import { Alert, Drawer, Grid } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ProblemError, api } from '../api/client';
import { afterWriting, queries, useHistory, useOfficeUsers, useOffices } from '../api/queries';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { evidenceMeant, organisationChoices, sharedChoices, sharedFreshIds } from '../forms/choices';
import { CommandForm } from '../forms/command-form';
import { DraftNote } from '../forms/draft-note';
import { draftPlace, useDraft } from '../forms/drafts';
import type { Fields } from '../forms/schema';
import { doneToday } from '../forms/today';
import { useLabel, useLanguage } from '../i18n';
import { roomOf } from '../rooms';
import { fieldsOf } from '../rooms/fields';
import { useSignedIn } from '../session/signed-in';
import { useFocusBack } from '../shell/focus-back';
import { useMessages } from '../shell/messages';
import { ProblemNote } from '../shell/problem-note';
import { Changes } from './changes';
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

/** What others did since the viewer last saw the case, event by event and field by field. What was typed stays. */
const Conflict = ({
  caseFile,
  described,
  nameOf,
  seen,
  refused,
}: DrawerProps & { readonly seen: number; readonly refused: boolean }) => {
  const { t } = useTranslation();
  const me = useSignedIn();
  const history = useHistory(caseFile.caseId);
  const since = (history.data?.events ?? []).filter(({ version, ofClock }) => ofClock !== true && version > seen);
  const now = since.at(-1)?.version;
  // A draft may lie while its writer goes on with the case: that is no news.
  if (!refused && since.every(({ actor }) => actor.user === me.userId)) return null;
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
              <HistoryEntry
                key={event.position}
                caseId={caseFile.caseId}
                event={event}
                described={described}
                nameOf={nameOf}
              />
            ))}
          </ol>
          {now === undefined ? null : (
            <Changes caseId={caseFile.caseId} described={described} nameOf={nameOf} from={seen} to={now} />
          )}
        </>
      }
    />
  );
};

/** `again` begins the form anew. */
const ActForm = ({ again, ...props }: DrawerProps & { readonly again: () => void }) => {
  const { caseFile, described, act, close } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const me = useSignedIn();
  const messages = useMessages();
  const room = roomOf(caseFile.type);
  const [hidden] = useState(() => [...(sharedFreshIds[act] ?? []), ...room.freshIds(act, { caseFile, described })]);
  const [params] = useSearchParams();
  const draft = useDraft(draftPlace(me.userId, caseFile.caseId, act));
  const { left } = draft;
  const [fresh] = useState<Fields>(
    () => left?.fresh ?? Object.fromEntries(hidden.map((field) => [field, crypto.randomUUID()])),
  );
  const [key, setKey] = useState<string>(() => left?.key ?? crypto.randomUUID());
  const [seen, setSeen] = useState(caseFile.version);
  // The case may have moved while the draft lay.
  const [conflictAt, setConflictAt] = useState(left?.seen);
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
      draft.drop();
      afterWriting(position, caseFile.caseId);
      void messages.success(t('form.done', { act: label(described.commands[act]?.label, act) }));
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
  const note = (
    <>
      {conflictAt === undefined || conflictAt >= seen ? null : (
        <Conflict {...props} seen={conflictAt} refused={isConflict(send.error)} />
      )}
      {isConflict(send.error) ? null : <ProblemNote error={send.error} described={described} />}
    </>
  );
  const typing = (fields: Fields, occurredAt: string | undefined) =>
    draft.keep({ fields, occurredAt, key, fresh, seen });
  return (
    <>
      {left === undefined ? null : (
        <DraftNote
          discard={() => {
            draft.drop();
            again();
          }}
        />
      )}
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
        fields={fieldsOf(caseFile.type)}
        initial={{
          ...(left?.fields ?? { ...doneToday(act, command.schema), ...room.initial(act, context) }),
          ...evidenceMeant(act, params.get('about')),
        }}
        initialTime={left?.occurredAt}
        typing={typing}
        pending={send.isPending}
        submitText={isConflict(send.error) ? t('form.resubmit') : t('form.submit')}
        note={note}
        submit={(fields, occurredAt) => send.mutate({ fields, occurredAt })}
      />
    </>
  );
};

/** The form of one act, beside the case. */
export const ActDrawer = (props: DrawerProps) => {
  const { described, act, close } = props;
  const label = useLabel();
  const wide = Grid.useBreakpoint().md === true;
  const command = described.commands[act];
  const [round, setRound] = useState(0);
  useFocusBack();
  return (
    <Drawer
      open
      title={label(command?.label, act)}
      onClose={close}
      size={wide ? 640 : '100%'}
      destroyOnHidden
      mask={{ closable: false }}
    >
      {command?.hint === undefined ? null : <p className="notice-box">{label(command.hint)}</p>}
      <ActForm key={`${act}-${round}`} {...props} again={() => setRound(round + 1)} />
    </Drawer>
  );
};
