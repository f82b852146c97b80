import { SearchOutlined } from '@ant-design/icons';
import type { FieldProps, RJSFSchema, WidgetProps } from '@rjsf/utils';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonOfCase, PersonRow } from '../api/types';
import { PersonDialog } from '../people/person-dialog';
import { Field } from './field';
import type { Fields } from './schema';
import { filledFrom } from './filled';
import { surroundingsOf } from './surroundings';

const nobody: readonly PersonOfCase[] = [];

/** Takes somebody of the case from a list, or anybody from the registry. */
const PersonChoice = ({
  id,
  value,
  persons,
  choose,
}: {
  readonly id: string;
  readonly value: PersonOfCase | undefined;
  readonly persons: readonly PersonOfCase[];
  readonly choose: (person: PersonOfCase & Partial<PersonRow>) => void;
}) => {
  const { t } = useTranslation();
  const [finding, setFinding] = useState(false);
  const known = value === undefined || persons.some(({ personId }) => personId === value.personId);
  const offered = known ? persons : [...persons, value];
  return (
    <div className="person-choice">
      <Select
        id={id}
        value={value?.personId}
        placeholder={t('form.choosePerson')}
        notFoundContent={t('form.searchFirst')}
        options={offered.map(({ personId, name }) => ({ value: personId, label: name }))}
        onChange={(personId: string) => {
          const chosen = offered.find((person) => person.personId === personId);
          if (chosen !== undefined) choose(chosen);
        }}
      />
      <Button icon={<SearchOutlined />} onClick={() => setFinding(true)}>
        {t('form.searchRegistry')}
      </Button>
      <PersonDialog
        open={finding}
        excluded={[]}
        close={() => setFinding(false)}
        choose={(person) => {
          setFinding(false);
          choose({ ...person, name: person.name ?? person.alias ?? person.personId });
        }}
      />
    </div>
  );
};

/** One identifier of a person. */
export const PersonWidget = (props: WidgetProps) => {
  const { persons = nobody, chosen: tell } = surroundingsOf(props);
  const [found, setFound] = useState<PersonOfCase>();
  const chosen = [...persons, ...(found === undefined ? [] : [found])].find(({ personId }) => personId === props.value);
  return (
    <PersonChoice
      id={props.id}
      value={chosen}
      persons={persons}
      choose={(person) => {
        setFound(person);
        tell?.(person);
        props.onChange(person.personId);
      }}
    />
  );
};

const personIn = ({ personId, name }: Fields): PersonOfCase | undefined =>
  typeof personId === 'string' && personId !== ''
    ? { personId, name: typeof name === 'string' ? name : personId }
    : undefined;

/** The rest of the part, once the person is chosen. The name is typed only where nobody need be chosen. */
const restOf = (schema: RJSFSchema): RJSFSchema => {
  const taken = schema.required?.includes('personId') === true ? ['personId', 'name'] : ['personId'];
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !taken.includes(name))),
    required: (schema.required ?? []).filter((name) => !taken.includes(name)),
  };
};

/** A part of a command about somebody: who it is comes from the registry, the rest is typed. */
export const PersonField = (props: FieldProps<Fields>) => {
  const { t } = useTranslation();
  const { persons = nobody, applicant } = surroundingsOf(props);
  const { formData = {}, onChange, fieldPathId, schema, uiSchema, registry, rawErrors } = props;
  const { ObjectField } = registry.fields;
  const value = personIn(formData);
  const rest = restOf(schema);
  const isApplicant = applicant !== undefined && applicant.personId === value?.personId;
  const needed = schema.required?.includes('personId') === true;
  const missing = needed && value === undefined && (rawErrors ?? []).length > 0;
  return (
    <fieldset className="form-part">
      <legend>
        {schema.title}
        {props.required === true ? null : <span className="optional">{t('form.optional')}</span>}
      </legend>
      {isApplicant ? (
        <p className="person-line gap">
          <b>{applicant.name}</b>
          <span className="number">{applicant.idNumberMasked}</span>
          <span className="quiet">{applicant.hukou?.region}</span>
        </p>
      ) : (
        <Field
          id={fieldPathId.$id}
          label={t(needed ? 'form.whichPerson' : 'form.whichPersonIfKnown')}
          required={needed}
          faults={missing ? [t('form.required')] : []}
        >
          <PersonChoice
            id={fieldPathId.$id}
            value={value}
            persons={persons}
            choose={(person) => onChange({ ...formData, ...filledFrom(schema, person) }, fieldPathId.path)}
          />
        </Field>
      )}
      {ObjectField === undefined || Object.keys(rest.properties ?? {}).length === 0 ? null : (
        <ObjectField {...props} schema={rest} uiSchema={{ ...uiSchema, 'ui:field': undefined, 'ui:label': false }} />
      )}
    </fieldset>
  );
};
