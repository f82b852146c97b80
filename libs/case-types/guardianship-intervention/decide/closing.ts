import { refuse } from '#kernel';
import { ageOn } from '#rules';
import type { Command } from '../commands.js';
import { openSteps } from '../open-steps.js';
import { runningPeriod } from '../periods.js';
import { type Guardianship, standingReports } from '../state.js';
import type { CaseOutcome } from '../vocabulary.js';
import { type Outcome, type Sitting, changeRefused, decided, inFuture, placementOver } from './sitting.js';

/** The child came of age or died: nobody's guardianship follows. */
export const endGuardianship = (command: Command<'EndGuardianship'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  if (guardianship.ended === command.why) return [];
  const future = inFuture(command.on, desk);
  if (future !== undefined) return future;
  const bornOn = desk.facts.persons[guardianship.opened?.child.personId ?? '']?.bornOn;
  if (command.why === 'ofAge' && (bornOn === undefined || ageOn(bornOn, command.on) < rules.majorityAge))
    return refuse('not-of-age', { majorityAge: rules.majorityAge });
  return (
    changeRefused(sitting) ?? [
      ...placementOver(sitting),
      { ...command, type: 'GuardianshipEnded', to: desk.occurredAt },
    ]
  );
};

/** What the case came to, from how it went. */
const outcomeOf = (guardianship: Guardianship): CaseOutcome => {
  if (guardianship.ended !== undefined) return guardianship.ended;
  switch (runningPeriod(guardianship.periods)?.kind) {
    case 'adoptive':
      return 'adopted';
    case 'appointed':
      return 'guardianAppointed';
    case 'parental':
      if (guardianship.restorations.some(({ outcome }) => outcome === 'restored')) return 'restored';
      if (guardianship.periods.length > 1) return 'returned';
      return guardianship.plans.length === 0 && standingReports(guardianship).length === 0 ? 'unfounded' : 'assisted';
    case 'temporary':
    case 'longTerm':
    case undefined:
      return 'assisted';
  }
};

export const closeCase = (command: Command<'CloseCase'>, sitting: Sitting): Outcome => {
  const steps = openSteps(sitting.guardianship);
  if (steps.length > 0) return refuse('steps-open', { steps });
  return [
    {
      ...command,
      type: 'CaseClosed',
      outcome: outcomeOf(sitting.guardianship),
      ...decided(sitting, sitting.rules.return.article),
    },
  ];
};
