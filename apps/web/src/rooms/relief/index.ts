import type { Fields } from '../../forms/schema';
import type { ChoiceContext, RoomScreen } from '../room';
import { reliefChoices, reliefFreshIds } from './choices';
import { reliefOpening } from './opening';
import { householdOf, reliefOf } from './state';
import { whyWithoutNotice } from './skipped';

const initial = (command: string, context: ChoiceContext): Fields => {
  const relief = reliefOf(context.caseFile);
  const choices = reliefChoices(command, context);
  const only = Object.fromEntries(
    Object.entries(choices).flatMap(([field, given]) =>
      given.length === 1 && field.endsWith('Id') && field !== 'personId' ? [[field, given[0]?.value]] : [],
    ),
  );
  switch (command) {
    case 'AuthoriseMeansTest':
      return { signedBy: householdOf(relief).map(({ personId }) => personId) };
    case 'RequestMeansTest':
      return {
        sources: ['hukou', 'tax', 'socialInsurance', 'realEstate', 'business', 'housingFund', 'vehicles', 'finance'],
        purpose: '社会救助家庭经济状况核对',
      };
    case 'ReceiveSupplement':
      return { papers: [...relief.missingPapers] };
    default:
      return only;
  }
};

/** The relief application on the page. */
export const reliefRoom: RoomScreen = {
  persons: (caseFile) => householdOf(reliefOf(caseFile)),
  whySkipped: whyWithoutNotice,
  opening: reliefOpening,
  choices: reliefChoices,
  freshIds: (command) => reliefFreshIds[command] ?? [],
  ownFields: {
    CalculateBenefit: { request: 'benefitRequest' },
    LodgeApplication: { applicant: 'applicant', members: 'members' },
    ReportChange: { joined: 'members' },
  },
  initial,
};
