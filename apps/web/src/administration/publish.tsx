import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Drawer, Grid } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client';
import { queries } from '../api/queries';
import { useFocusBack } from '../shell/focus-back';
import { ProblemNote } from '../shell/problem-note';
import { type Publication, administrationApi } from './api';
import { Moved } from './moved';

const mostBytes = 1_048_576;

type Kind = 'calendars' | 'rule-sets';

/** What a file holds: the document itself, or the document under its name as the api takes it. */
const documentOf = (kind: Kind, parsed: unknown): Publication => {
  const name = kind === 'calendars' ? 'calendarYear' : 'ruleSet';
  const given: unknown =
    typeof parsed === 'object' && parsed !== null && name in parsed ? Reflect.get(parsed, name) : parsed;
  return kind === 'calendars' ? { kind, document: { calendarYear: given } } : { kind, document: { ruleSet: given } };
};

interface Chosen {
  readonly name: string;
  readonly publication?: Publication;
  readonly fault?: 'notJson' | 'tooLarge';
}

const readFile = async (kind: Kind, file: File): Promise<Chosen> => {
  if (file.size > mostBytes) return { name: file.name, fault: 'tooLarge' };
  try {
    return { name: file.name, publication: documentOf(kind, JSON.parse(await file.text())) };
  } catch {
    return { name: file.name, fault: 'notJson' };
  }
};

/** Publishes a rule set or a calendar from a file, and shows what that moved. */
export const Publish = ({ kind, close }: { readonly kind: Kind; readonly close: () => void }) => {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md === true;
  const id = useId();
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  const [chosen, setChosen] = useState<Chosen>();
  const publish = useMutation({
    mutationFn: (publication: Publication) => administrationApi.publish(publication, key),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['administration'] }),
    onError: (error) => {
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    publish.reset();
    setKey(crypto.randomUUID());
    setChosen(await readFile(kind, file));
  };
  const { data: answer } = publish;
  useFocusBack();
  return (
    <Drawer
      open
      title={t(kind === 'calendars' ? 'administration.rule.publishCalendar' : 'administration.rule.publishSet')}
      onClose={close}
      size={wide ? 640 : '100%'}
      mask={{ closable: false }}
      keyboard={chosen === undefined}
      destroyOnHidden
    >
      <p className="notice-box">
        {t(kind === 'calendars' ? 'administration.rule.howCalendar' : 'administration.rule.how')}
      </p>
      <div className="file">
        <label htmlFor={id} className="file-button">
          {t('administration.rule.file')}
        </label>
        <input
          id={id}
          type="file"
          accept="application/json,.json"
          className="hidden-text"
          onChange={({ target }) => void take(target.files?.[0])}
        />
        {chosen === undefined ? null : (
          <p className="muted" role="status">
            {t('administration.rule.chosen', { name: chosen.name })}
          </p>
        )}
      </div>
      {chosen?.fault === undefined ? null : (
        <Alert type="error" showIcon role="alert" title={t(`administration.rule.${chosen.fault}`)} />
      )}
      <ProblemNote error={publish.error} />
      {answer === undefined ? (
        <div className="form-end">
          <Button
            type="primary"
            disabled={chosen?.publication === undefined}
            loading={publish.isPending}
            onClick={() => chosen?.publication && publish.mutate(chosen.publication)}
          >
            {t('administration.rule.publish')}
          </Button>
        </div>
      ) : answer.published ? (
        <Moved rulesVersion={answer.rulesVersion} />
      ) : (
        <Alert type="info" role="status" title={t('administration.rule.already')} />
      )}
    </Drawer>
  );
};
