import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ProblemError, api } from '../api/client';
import { afterWriting, useOfficeUsers, useOffices } from '../api/queries';
import { organisationChoices } from '../forms/choices';
import { CommandForm } from '../forms/command-form';
import { DraftNote } from '../forms/draft-note';
import { draftPlace, useDraft } from '../forms/drafts';
import type { Fields } from '../forms/schema';
import { useLabel, useLanguage } from '../i18n';
import { roomOf } from '../rooms';
import { fieldsOf } from '../rooms/fields';
import type { PersonToServe } from '../rooms/room';
import { useSignedIn } from '../session/signed-in';
import { useMessages } from '../shell/messages';
import { ProblemNote } from '../shell/problem-note';
import { LinkedFrom, useLinkTo } from './linked-from';
import type { Opening } from './openings';

const noOwnFields: Readonly<Record<string, string>> = {};

interface OpeningProps {
  readonly opening: Opening;
  readonly person?: PersonToServe | undefined;
}

const Form = ({ opening, person, again }: OpeningProps & { readonly again: () => void }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const me = useSignedIn();
  const navigate = useNavigate();
  const messages = useMessages();
  const { described, command, scheme } = opening;
  const room = roomOf(described.type);
  const [form] = useState(() => room.opening({ me, command, described, scheme, person }));
  const about = [described.type, command, scheme ?? '', person?.personId ?? ''];
  const draft = useDraft(draftPlace(me.userId, ...about));
  const { left } = draft;
  const [key, setKey] = useState<string>(() => left?.key ?? crypto.randomUUID());
  const [kind, setKind] = useState<string>();
  const link = useLinkTo(described.type, kind);
  const offices = useOffices().data?.rows ?? [];
  const users = useOfficeUsers(me.office === undefined ? [] : [me.office.officeId]);
  const open = useMutation({
    mutationFn: (fields: Fields) =>
      api.openCase(described.type, { type: command, fields, key }, link === undefined ? [] : [link]),
    onSuccess: ({ caseId, position }) => {
      draft.drop();
      afterWriting(position, caseId);
      if (link !== undefined) afterWriting(position, link.caseId);
      void messages.success(t('opening.opened'));
      void navigate(`/cases/${caseId}`);
    },
    onError: (error) => {
      // A definite answer ends this attempt; without one the same key makes a repetition harmless.
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  const surroundings = useMemo(
    () => ({ described, ...(person === undefined ? {} : { applicant: person }) }),
    [described, person],
  );
  return (
    <>
      {link === undefined ? null : <LinkedFrom link={link} described={described} choose={setKind} />}
      {left === undefined ? null : (
        <DraftNote
          discard={() => {
            draft.drop();
            again();
          }}
        />
      )}
      <CommandForm
        id="opening"
        command={form.command}
        surroundings={surroundings}
        choicesFor={({ office }) =>
          organisationChoices({ users, offices, language, roleName: (role) => t(`roles.${role}`, role), office })
        }
        hidden={form.hidden}
        ownFields={room.ownFields[command] ?? noOwnFields}
        fields={fieldsOf(described.type)}
        initial={left?.fields ?? form.initial}
        typing={(fields) => draft.keep({ fields, key, fresh: {} })}
        pending={open.isPending}
        submitText={label(form.command.label, t('opening.open'))}
        note={<ProblemNote error={open.error} described={described} />}
        submit={(fields) => open.mutate(fields)}
      />
    </>
  );
};

/** The form of the command that opens a case, filled from the chosen person and the office of whoever fills it in. */
export const OpeningForm = (props: OpeningProps) => {
  const [round, setRound] = useState(0);
  return <Form key={round} {...props} again={() => setRound(round + 1)} />;
};
