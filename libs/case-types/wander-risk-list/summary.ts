import type { CaseSummary } from '#kernel';
import type { ListCommandName } from './commands.js';
import { stages } from './stages.js';
import type { WanderList } from './state.js';

/** The command that normally comes next. */
export const nextStep = ({ stage }: WanderList): ListCommandName | undefined => {
  switch (stage) {
    case 'unopened':
      return 'OpenList';
    case 'open':
      return 'SubmitList';
    case 'submitted':
      return 'MergeList';
    case 'merged':
      return undefined;
    default:
      return stage satisfies never;
  }
};

/** The generic caseload row. While the station looks at the list, it lies there; otherwise with its town office. */
export const summary = (list: WanderList): CaseSummary => {
  const { opened } = list;
  return {
    stage: list.stage,
    open: stages[list.stage].closed !== true,
    scheme: opened?.halfYear ?? '',
    title: undefined,
    office: (list.stage === 'submitted' ? opened?.station : opened?.office) ?? '',
    area: undefined,
    persons: list.persons.map(({ personId }) => personId),
    openedOn: opened?.openedOn ?? '',
    amountFen: undefined,
    nextStep: nextStep(list),
    outcome: list.stage === 'merged' ? 'merged' : undefined,
    figures: {
      office: opened?.office ?? '',
      halfYear: opened?.halfYear ?? '',
      persons: list.persons.length,
      dueOn: opened?.dueOn ?? '',
      sent: list.firstSubmittedOn !== undefined,
      submittedOn: list.firstSubmittedOn ?? '',
      late: list.late,
      returns: list.returns,
    },
  };
};
