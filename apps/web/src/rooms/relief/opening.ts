import { plainOpening } from '../opening';
import type { OpeningContext, OpeningForm } from '../room';

/** Fields that only some schemes have. */
const onlyFor: Readonly<Record<string, readonly string[]>> = {
  kind: ['temporaryRelief'],
  incident: ['temporaryRelief'],
  singlePerson: ['dibao'],
};
const alone = ['destituteSupport', 'disabilityAllowance', 'childBenefit'];

/** An application asks for what its scheme needs, and no more. */
export const reliefOpening = (context: OpeningContext): OpeningForm => {
  const { me, scheme = '', person } = context;
  const { command, hidden, initial } = plainOpening(context);
  const { required = [] } = command.schema;
  const asksKind = onlyFor['kind']?.includes(scheme) === true;
  const { personId, name, address } = person ?? {};
  return {
    command: { ...command, schema: { ...command.schema, required: asksKind ? [...required, 'kind'] : required } },
    hidden: [
      ...hidden,
      'bundleId',
      ...Object.entries(onlyFor).flatMap(([field, schemes]) => (schemes.includes(scheme) ? [] : [field])),
      ...(alone.includes(scheme) ? ['members'] : []),
    ],
    initial: {
      ...initial,
      // An office of the bureau takes no applications: which township is chosen in the form.
      ...(me.office?.kind === 'bureau' ? { office: undefined } : {}),
      channel: me.office?.kind === 'committee' ? 'committee' : 'counter',
      settlement: person?.hukou?.kind,
      applicant: { personId, name, ...(address === undefined ? {} : { address }) },
      members: [],
    },
  };
};
