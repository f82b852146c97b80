import RjsfForm from '@rjsf/core';
import type { RegistryFieldsType } from '@rjsf/utils';
import { Button, Radio } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandDescription } from '../api/types';
import { useLabel } from '../i18n';
import { formValidator, hasChecks, loadChecks } from './checks';
import { fieldLabelsOf } from './field-labels';
import { filledFrom } from './filled';
import { onDemand } from './on-demand';
import { PersonField } from './person-field';
import { type Choices, type Fields, checkedSchema, formOf, identifies, typed } from './schema';
import type { Surroundings } from './surroundings';
import { templates } from './templates';
import { widgets } from './widgets';

export interface CommandFormProps {
  readonly id: string;
  readonly command: CommandDescription;
  readonly surroundings: Surroundings;
  readonly choicesFor: (typed: Fields) => Choices;
  /** Identifiers that the form makes anew and does not show. */
  readonly hidden: readonly string[];
  readonly ownFields: Readonly<Record<string, string>>;
  readonly fields: RegistryFieldsType;
  readonly initial: Fields;
  /** The time of an act that was entered as earlier. */
  readonly initialTime?: string | undefined;
  /** Told whatever is typed, as it is typed. */
  readonly typing?: (fields: Fields, occurredAt: string | undefined) => void;
  readonly pending: boolean;
  readonly submitText: string;
  /** Failures and conflicts, above the button. */
  readonly note?: ReactNode;
  /** Forms that open a case are not dated back. */
  readonly submit: (fields: Fields, occurredAt: string | undefined) => void;
}

const EvidenceFile = onDemand(() => import('./evidence-file').then((module) => module.EvidenceFile));
const Earlier = onDemand(() => import('./days').then((module) => module.Earlier));

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** A yes or no that nobody gave is no answer. */
const unanswered = { requiredBooleanDefault: 'skip' } as const;

/** What was typed, without the empty rows and groups that the form draws of itself. */
const substance = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(substance).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isFields(value)) return value === '' || value === null ? undefined : value;
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [name, substance(one)]);
  const filled = entries.filter(([, one]) => one !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
};

const fileFields = ['evidenceId', 'mediaType', 'bytes', 'sha256'];

const When = ({
  earlier,
  setEarlier,
}: {
  readonly earlier: string | undefined;
  readonly setEarlier: (moment: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(earlier !== undefined);
  return (
    <div className="when">
      <span className="when-label">{t('form.when')}</span>
      <Radio.Group
        value={open}
        onChange={({ target }) => {
          setOpen(target.value === true);
          setEarlier(undefined);
        }}
        options={[
          { value: false, label: t('form.now') },
          { value: true, label: t('form.earlier') },
        ]}
      />
      {open ? <Earlier moment={earlier} set={setEarlier} /> : null}
    </div>
  );
};

/** The form of one command: fields from its schema, the time of the act, one button. */
export const CommandForm = (props: CommandFormProps) => {
  const { command, surroundings, choicesFor, ownFields, initial } = props;
  const { described } = surroundings;
  const { t } = useTranslation();
  const label = useLabel();
  const [data, setData] = useState<Fields>(initial);
  const [earlier, setEarlier] = useState(props.initialTime);
  const [refused, setRefused] = useState(false);
  const { typing } = props;
  // The form fills in its own beginnings when it is drawn: only what differs from the first drawing was typed.
  const drawn = useRef<string>(undefined);
  useEffect(() => {
    const now = JSON.stringify([substance(data), earlier]);
    drawn.current ??= now;
    if (drawn.current !== now) typing?.(data, earlier);
  }, [data, earlier, typing]);
  const takesFile = command.schema.properties?.['sha256'] !== undefined;
  const hidden = takesFile ? [...props.hidden, ...fileFields] : props.hidden;
  const choices = choicesFor(data);
  const form = useMemo(
    () =>
      formOf(command, {
        choices,
        ownFields,
        hidden,
        labelOf: label,
        values: described.values,
        labels: fieldLabelsOf(described),
      }),
    // A new layout only when what can be chosen has changed, or the fields would lose what is being typed.
    [command, JSON.stringify(choices), ownFields, hidden.join(), label, described],
  );
  const validator = useMemo(() => formValidator(checkedSchema(command, props.hidden), t), [command, props.hidden, t]);
  const fields = useMemo(() => ({ person: PersonField, ...props.fields }), [props.fields]);
  const context: Surroundings = {
    ...surroundings,
    chosen: (person) => {
      if (identifies(command.schema)) setData((now) => ({ ...now, ...filledFrom(command.schema, person) }));
    },
  };
  const empty = Object.keys(form.schema.properties ?? {}).length === 0;
  return (
    <div onFocusCapture={() => void loadChecks()}>
      <RjsfForm
        idPrefix={props.id}
        schema={form.schema}
        uiSchema={form.uiSchema}
        validator={validator}
        widgets={widgets}
        templates={templates}
        fields={fields}
        formContext={context}
        formData={data}
        showErrorList={false}
        focusOnFirstError
        experimental_defaultFormStateBehavior={unanswered}
        noHtml5Validate
        onChange={({ formData }: { readonly formData?: unknown }) => {
          if (isFields(formData)) setData((now) => ({ ...now, ...formData }));
        }}
        onError={() => setRefused(true)}
        onSubmit={() => {
          const fields = typed(data);
          if (isFields(fields)) props.submit(fields, earlier);
        }}
      >
        {takesFile && surroundings.caseFile !== undefined ? (
          <EvidenceFile
            caseId={surroundings.caseFile.caseId}
            chosen={data}
            choose={(file) => setData((now) => ({ ...now, ...file }))}
            isMissed={refused}
          />
        ) : null}
        {empty ? <p className="muted">{t('form.noFields')}</p> : null}
        {surroundings.caseFile === undefined ? null : <When earlier={earlier} setEarlier={setEarlier} />}
        {props.note}
        <div className="form-end">
          <Button
            type="primary"
            htmlType="submit"
            loading={props.pending}
            onClick={(event) => {
              if (hasChecks()) return;
              event.preventDefault();
              const { form: whole } = event.currentTarget as HTMLButtonElement;
              void loadChecks().then(() => whole?.requestSubmit());
            }}
          >
            {props.submitText}
          </Button>
        </div>
      </RjsfForm>
    </div>
  );
};
