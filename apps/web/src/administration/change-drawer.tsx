import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { Button, Drawer, Form, Grid } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client';
import { queries } from '../api/queries';
import { useFocusBack } from '../shell/focus-back';
import { ProblemNote } from '../shell/problem-note';
import { useMessages } from '../shell/messages';

/** One change by an administrator: sent under one key until there is a definite answer, then everything is read anew. */
export const useChange = <Typed,>(
  act: string,
  send: (typed: Typed, key: string) => Promise<unknown>,
  done: () => void = () => undefined,
): UseMutationResult<unknown, Error, Typed> => {
  const { t } = useTranslation();
  const messages = useMessages();
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (typed: Typed) => send(typed, key),
    onSuccess: () => {
      setKey(crypto.randomUUID());
      void queries.invalidateQueries({ queryKey: ['administration'] });
      void queries.invalidateQueries({ queryKey: ['offices'] });
      void queries.invalidateQueries({ queryKey: ['office-users'] });
      void messages.success(t('administration.done', { act }));
      done();
    },
    onError: (error) => {
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
};

/** The form of one change, beside the list that it changes. */
export const ChangeDrawer = <Typed extends object>({
  title,
  hint,
  initial,
  send,
  close,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly initial?: Partial<Typed>;
  readonly send: (typed: Typed, key: string) => Promise<unknown>;
  readonly close: () => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md === true;
  const id = useId();
  const change = useChange<Typed>(title, send, close);
  const [isTouched, setTouched] = useState(false);
  useFocusBack();
  return (
    <Drawer
      open
      title={title}
      onClose={close}
      size={wide ? 520 : '100%'}
      mask={{ closable: false }}
      // What was typed does not go by a slip of the hand.
      keyboard={!isTouched}
      destroyOnHidden
    >
      {hint === undefined ? null : <p className="notice-box">{hint}</p>}
      <Form
        name={id}
        layout="vertical"
        className="form"
        initialValues={initial ?? {}}
        onValuesChange={() => setTouched(true)}
        onFinish={(typed: Typed) => change.mutate(typed)}
      >
        {children}
        <ProblemNote error={change.error} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('administration.submit')}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
};
