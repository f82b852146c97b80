import { useMutation } from '@tanstack/react-query';
import { Drawer, Grid } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client';
import { afterWriting, useCaseType } from '../api/queries';
import { CommandForm } from '../forms/command-form';
import type { Fields } from '../forms/schema';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { useFocusBack } from '../shell/focus-back';
import { Loading } from '../shell/loading';
import { useMessages } from '../shell/messages';
import { ProblemNote } from '../shell/problem-note';
import { supervisionApi } from './api';
import { useKindLabel } from './names';

const noOwnFields = {};
const noChoices = {};

/** The form of an act that every case shares, beside the list that the case was found in. */
export default function ActDrawer({
  row,
  act,
  given,
  initial,
  close,
}: {
  readonly row: { readonly caseId: string; readonly type: string };
  readonly act: string;
  /** Fields that the person does not see. */
  readonly given: () => Fields;
  readonly initial: Fields;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const kindLabel = useKindLabel();
  const messages = useMessages();
  const wide = Grid.useBreakpoint().md === true;
  const described = useCaseType(row.type).data;
  const [hidden] = useState(given);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const hiddenNames = useMemo(() => Object.keys(hidden), [hidden]);
  const command = described?.commands[act];
  const name = label(command?.label, act);
  const [isTouched, setTouched] = useState(false);
  const touch = useCallback(() => setTouched(true), []);
  useFocusBack();
  const send = useMutation({
    mutationFn: (fields: Fields) =>
      supervisionApi.act(row.type, row.caseId, { type: act, fields: { ...fields, ...hidden }, key }),
    onSuccess: ({ position }) => {
      afterWriting(position, row.caseId);
      void messages.success(t('form.done', { act: name }));
      close();
    },
    onError: (error) => {
      // A definite answer ends this attempt; without one the same key makes a repetition harmless.
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  return (
    <Drawer
      open
      title={`${name} · ${kindLabel(row)} ${shortNumber(row.caseId)}`}
      onClose={close}
      size={wide ? 560 : '100%'}
      destroyOnHidden
      mask={{ closable: false }}
      // What was typed does not go by a slip of the hand.
      keyboard={!isTouched}
    >
      {described === undefined || command === undefined ? (
        <Loading />
      ) : (
        <CommandForm
          id={act}
          command={command}
          surroundings={{ described }}
          choicesFor={() => noChoices}
          hidden={hiddenNames}
          ownFields={noOwnFields}
          fields={noOwnFields}
          initial={initial}
          typing={touch}
          pending={send.isPending}
          submitText={t('form.submit')}
          note={<ProblemNote error={send.error} described={described} />}
          submit={(fields) => send.mutate(fields)}
        />
      )}
    </Drawer>
  );
}
