import { refuse } from '#kernel';
import { addMonths, dayOf } from '#rules';
import type { Command } from '../commands.js';
import type { GuardianshipEvent } from '../events.js';
import { inStateCare, runningPeriod } from '../periods.js';
import { pendingSuit } from '../state.js';
import {
  type Outcome,
  type Sitting,
  changeRefused,
  decided,
  followUps,
  inFuture,
  placementOver,
  unheard,
} from './sitting.js';

const suitRefused = ({ guardianship }: Sitting): Outcome | undefined => {
  if (guardianship.revokedAt !== undefined) return refuse('guardianship-revoked');
  return pendingSuit(guardianship) === undefined ? undefined : refuse('suit-pending');
};

/** The bureau sues once a conference has recommended it, and must when nobody else does (民法典 §36). */
export const fileRevocationSuit = (command: Command<'FileRevocationSuit'>, sitting: Sitting): Outcome => {
  const { guardianship, rules } = sitting;
  if (guardianship.suits.some(({ suitId }) => suitId === command.suitId)) return [];
  const refused = suitRefused(sitting);
  if (refused !== undefined) return refused;
  const { recommendation } = guardianship;
  if (recommendation?.recommendation !== 'revoke') return refuse('conference-has-not-recommended');
  return [
    {
      ...command,
      type: 'RevocationSuitFiled',
      plaintiff: 'bureau',
      decision: decided(sitting, recommendation.basis ?? rules.revocation.article),
    },
  ];
};

export const recordOthersSuit = (command: Command<'RecordOthersSuit'>, sitting: Sitting): Outcome =>
  sitting.guardianship.suits.some(({ suitId }) => suitId === command.suitId)
    ? []
    : (suitRefused(sitting) ?? [{ ...command, type: 'RevocationSuitFiled' }]);

type NamedGuardian = NonNullable<Command<'RecordJudgment'>['guardian']>;

/** The guardianship that begins the instant the other ends. */
const successor = (guardian: NamedGuardian, document: string, sitting: Sitting): readonly GuardianshipEvent[] => {
  const { holder, name, personId } = guardian;
  const { desk, rules } = sitting;
  if (holder === 'bureau')
    return [
      {
        type: 'LongTermGuardianshipStarted',
        from: desk.occurredAt,
        ground: 'revokedByCourt',
        document,
        ...decided(sitting, rules.longTermGrounds['revokedByCourt']?.article ?? rules.revocation.article, 'court'),
      },
    ];
  return [
    ...placementOver(sitting),
    { type: 'GuardianAppointed', from: desk.occurredAt, holder, name, personId, document },
    ...followUps(sitting),
  ];
};

export const recordJudgment = (command: Command<'RecordJudgment'>, sitting: Sitting): Outcome => {
  const { suitId, outcome, guardian, document } = command;
  const suit = sitting.guardianship.suits.find((one) => one.suitId === suitId);
  if (suit === undefined) return refuse('no-such-suit', { suitId });
  if (suit.outcome !== undefined)
    return suit.outcome === outcome ? [] : refuse('suit-already-judged', { outcome: suit.outcome });
  if (outcome !== 'revoked') return [{ type: 'RevocationJudged', suitId, outcome, document }];
  if (guardian === undefined) return refuse('named-guardian-missing');
  const { supportDuty } = sitting.rules.revocation;
  return (
    changeRefused(sitting) ?? [
      { type: 'RevocationJudged', suitId, outcome, document, supportDuty },
      ...successor(guardian, document, sitting),
    ]
  );
};

export const recordConviction = (command: Command<'RecordConviction'>, { guardianship, desk }: Sitting): Outcome =>
  guardianship.convictions.some(({ convictionId }) => convictionId === command.convictionId)
    ? []
    : (inFuture(command.convictedOn, desk) ?? [{ ...command, type: 'ConvictionRecorded' }]);

export const startLongTermGuardianship = (command: Command<'StartLongTermGuardianship'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  if (runningPeriod(guardianship.periods)?.kind !== 'temporary') return refuse('not-in-temporary-guardianship');
  const ground = rules.longTermGrounds[command.ground];
  if (ground === undefined) return refuse('ground-not-in-the-rules', { ground: command.ground });
  if (ground.byJudgment) return refuse('long-term-ground-needs-judgment', { ground: command.ground });
  return (
    changeRefused(sitting) ?? [
      {
        ...command,
        type: 'LongTermGuardianshipStarted',
        from: desk.occurredAt,
        ...decided(sitting, ground.article),
      },
    ]
  );
};

/** Who committed an intentional crime against the child never gets the guardianship back (民法典 §38). */
const barred = ({ guardianship }: Sitting, guardian: string): boolean =>
  guardianship.convictions.some((conviction) => conviction.guardian === guardian && conviction.intentional);

export const recordRestorationRequest = (command: Command<'RecordRestorationRequest'>, sitting: Sitting): Outcome => {
  const { restorations, revokedAt } = sitting.guardianship;
  if (restorations.some(({ restorationId }) => restorationId === command.restorationId)) return [];
  if (revokedAt === undefined) return refuse('guardianship-not-revoked');
  if (barred(sitting, command.guardian)) return refuse('restoration-barred-by-crime');
  if (restorations.some(({ outcome }) => outcome === undefined)) return refuse('restoration-pending');
  const { fromMonths, toMonths } = sitting.rules.restoration;
  const revokedOn = dayOf(revokedAt);
  const { today } = sitting.desk;
  return [
    {
      ...command,
      type: 'RestorationRequested',
      withinWindow: addMonths(revokedOn, fromMonths) <= today && today <= addMonths(revokedOn, toMonths),
    },
  ];
};

export const recordRestorationRuling = (command: Command<'RecordRestorationRuling'>, sitting: Sitting): Outcome => {
  const { restorationId, restored, document } = command;
  const { guardianship, desk, rules } = sitting;
  const asked = guardianship.restorations.find((one) => one.restorationId === restorationId);
  if (asked === undefined) return refuse('no-such-restoration', { restorationId });
  if (asked.outcome !== undefined)
    return (asked.outcome === 'restored') === restored ? [] : refuse('restoration-already-ruled', { restorationId });
  if (!restored) return [{ type: 'RestorationDenied', restorationId, document }];
  if (barred(sitting, asked.guardian)) return refuse('restoration-barred-by-crime');
  if (unheard(sitting)) return refuse('childs-view-missing', { age: rules.heardFrom.age });
  return (
    changeRefused(sitting) ?? [
      ...placementOver(sitting),
      {
        type: 'GuardianshipRestored',
        restorationId,
        from: desk.occurredAt,
        viewId: guardianship.childView?.viewId,
        document,
        basis: rules.restoration.article,
      },
      ...followUps(sitting),
    ]
  );
};

export const giveAdoptionGuidance = (
  command: Command<'GiveAdoptionGuidance'>,
  { guardianship, desk }: Sitting,
): Outcome =>
  guardianship.adoptionGuidance.includes(command.guidanceId)
    ? []
    : (inFuture(command.assessedOn, desk) ?? [{ ...command, type: 'AdoptionGuidanceGiven' }]);

/** Adoption ends the guardianship of the bureau (未成年人保护法 §95); a child of age to be heard must agree. */
export const recordAdoption = (command: Command<'RecordAdoption'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  if (!inStateCare(guardianship.periods)) return refuse('not-in-state-care');
  if (guardianship.adoptionGuidance.length === 0) return refuse('adoption-guidance-missing');
  if (unheard(sitting)) return refuse('childs-view-missing', { age: rules.heardFrom.age });
  return (
    changeRefused(sitting) ?? [
      ...placementOver(sitting),
      {
        type: 'AdoptionRecorded',
        from: desk.occurredAt,
        certificate: command.certificate,
        viewId: guardianship.childView?.viewId,
      },
    ]
  );
};
