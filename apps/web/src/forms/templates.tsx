import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  TemplatesType,
} from '@rjsf/utils';
import { getUiOptions } from '@rjsf/utils';
import { Button } from 'antd';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from './field';

const isGroup = ({ schema, uiSchema }: Pick<FieldTemplateProps, 'schema' | 'uiSchema'>): boolean => {
  const { widget, field } = getUiOptions(uiSchema);
  return field !== undefined || (widget === undefined && (schema.type === 'object' || schema.type === 'array'));
};

/** A field with its label above; a group of fields brings its own heading. */
const FieldTemplate = (props: FieldTemplateProps) => {
  const { id, label, children, rawErrors, required, hidden, uiSchema } = props;
  const { t } = useTranslation();
  if (hidden === true) return null;
  const faults = [...new Set(rawErrors ?? [])];
  if (isGroup(props))
    return (
      <div className="form-group">
        {children}
        {faults.length === 0 ? null : (
          <div className="form-fault" role="alert">
            {faults.join(' ')}
          </div>
        )}
      </div>
    );
  const named = getUiOptions(uiSchema).widget !== 'tick';
  return (
    <Field
      id={id}
      label={
        named ? (
          <>
            {label}
            {required === true ? null : <span className="optional">{t('form.optional')}</span>}
          </>
        ) : undefined
      }
      required={required === true}
      faults={faults}
    >
      {children}
    </Field>
  );
};

/** What need not be filled in stays away until it is opened. */
const Optional = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <details
      onToggle={({ currentTarget }: SyntheticEvent<HTMLDetailsElement>) => {
        if (currentTarget.open) setOpened(true);
      }}
    >
      <summary>
        <b>{title}</b>
        <span className="optional">{t('form.optional')}</span>
      </summary>
      {opened ? children : null}
    </details>
  );
};

const ObjectFieldTemplate = ({ fieldPathId, properties, title, uiSchema, required }: ObjectFieldTemplateProps) => {
  const fields = (
    <div id={fieldPathId.$id} className="form-fields">
      {properties.map(({ name, content }) => (
        <div key={name}>{content}</div>
      ))}
    </div>
  );
  if (title === '' || getUiOptions(uiSchema).label === false) return fields;
  return (
    <fieldset className="form-set">
      {required === true ? (
        <>
          <legend>{title}</legend>
          {fields}
        </>
      ) : (
        <Optional title={title}>{fields}</Optional>
      )}
    </fieldset>
  );
};

const ArrayFieldTemplate = ({ title, items, canAdd, onAddClick, required }: ArrayFieldTemplateProps) => {
  const { t } = useTranslation();
  return (
    <fieldset className="form-set">
      <legend>
        {title}
        {required === true ? null : <span className="optional">{t('form.optional')}</span>}
      </legend>
      {items}
      {canAdd ? (
        <Button icon={<PlusOutlined />} onClick={onAddClick}>
          {t('form.add')}
        </Button>
      ) : null}
    </fieldset>
  );
};

const ArrayFieldItemTemplate = ({ children, buttonsProps, hasToolbar }: ArrayFieldItemTemplateProps) => {
  const { t } = useTranslation();
  return (
    <div className="form-item">
      <div className="form-item-fields">{children}</div>
      {hasToolbar && buttonsProps.hasRemove === true ? (
        <Button
          type="text"
          danger
          icon={<DeleteOutlined />}
          aria-label={t('form.remove')}
          onClick={buttonsProps.onRemoveItem}
        />
      ) : null}
    </div>
  );
};

export const templates: Partial<TemplatesType> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
};
