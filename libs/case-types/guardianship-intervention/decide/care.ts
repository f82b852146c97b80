import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import { inStateCare, runningPeriod } from '../periods.js';
import { runningPlacement } from '../state.js';
import { type Outcome, type Sitting, changeRefused, decided, inFuture, placementOver } from './sitting.js';

export const recordRemoval = (command: Command<'RecordRemoval'>, { guardianship, desk }: Sitting): Outcome => {
  if (guardianship.removals.includes(command.removalId)) return [];
  if (inStateCare(guardianship.periods)) return refuse('already-in-state-care');
  if (runningPeriod(guardianship.periods) === undefined) return refuse('guardianship-ended');
  if (guardianship.removal !== undefined) return refuse('removal-not-handed-over');
  return [{ ...command, type: 'ChildRemoved', removedAt: desk.occurredAt }];
};

const needsCarer = (kind: string): boolean => kind === 'relative' || kind === 'fosterFamily';

/**
 * The bureau takes charge at the instant of the written handover, at any hour; its decision follows
 * (未成年人保护法 §92; 法发〔2014〕24号 §11).
 */
export const recordHandover = (command: Command<'RecordHandover'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  if (guardianship.handovers.some(({ handoverId }) => handoverId === command.handoverId)) return [];
  if (inStateCare(guardianship.periods)) return refuse('already-in-state-care');
  const { removal } = guardianship;
  if (removal !== undefined && desk.occurredAt < removal.removedAt)
    return refuse('handover-before-removal', { removedAt: removal.removedAt });
  const refused = changeRefused(sitting);
  if (refused !== undefined) return refused;
  if (needsCarer(command.placement) && command.carer === undefined) return refuse('carer-missing');
  const ground = rules.temporaryGrounds[command.ground];
  if (ground === undefined) return refuse('ground-not-in-the-rules', { ground: command.ground });
  const { type: _type, ground: _ground, placement, carer, ...handover } = command;
  return [
    { type: 'ChildHandedOver', ...handover, handedOverAt: desk.occurredAt },
    {
      type: 'TemporaryGuardianshipStarted',
      from: desk.occurredAt,
      ground: command.ground,
      basis: ground.article,
      ruleSet: rules.name,
      suddenEvent: ground.suddenEvent,
      needsAssessment: !ground.suddenEvent,
    },
    { type: 'ChildPlaced', placementId: command.handoverId, kind: placement, carer, from: desk.occurredAt },
  ];
};

/** The police hand the child to another guardian, a relative or the committee: the guardianship stays as it is. */
export const recordHandoverElsewhere = (
  command: Command<'RecordHandoverElsewhere'>,
  { guardianship, desk }: Sitting,
): Outcome => {
  if (guardianship.handedElsewhere.includes(command.handoverId)) return [];
  const { removal } = guardianship;
  if (removal === undefined) return refuse('removal-missing');
  return desk.occurredAt < removal.removedAt
    ? refuse('handover-before-removal', { removedAt: removal.removedAt })
    : [{ ...command, type: 'ChildHandedElsewhere', handedOverAt: desk.occurredAt }];
};

export const decideTemporaryGuardianship = (
  command: Command<'DecideTemporaryGuardianship'>,
  sitting: Sitting,
): Outcome => {
  const { guardianship, rules } = sitting;
  const running = runningPeriod(guardianship.periods);
  if (running?.kind !== 'temporary') return refuse('not-in-temporary-guardianship');
  if (guardianship.temporaryDecided && running.ground === command.ground) return [];
  const ground = rules.temporaryGrounds[command.ground];
  if (ground === undefined) return refuse('ground-not-in-the-rules', { ground: command.ground });
  return [
    {
      ...command,
      type: 'TemporaryGuardianshipDecided',
      suddenEvent: ground.suddenEvent,
      ...decided(sitting, ground.article),
    },
  ];
};

export const placeChild = (command: Command<'PlaceChild'>, sitting: Sitting): Outcome => {
  const { guardianship, desk } = sitting;
  if (guardianship.placements.some(({ placementId }) => placementId === command.placementId)) return [];
  if (!inStateCare(guardianship.periods)) return refuse('not-in-state-care');
  if (needsCarer(command.kind) && command.carer === undefined) return refuse('carer-missing');
  return (
    changeRefused(sitting) ?? [...placementOver(sitting), { ...command, type: 'ChildPlaced', from: desk.occurredAt }]
  );
};

export const recordPlacementVisit = (
  command: Command<'RecordPlacementVisit'>,
  { guardianship, desk }: Sitting,
): Outcome => {
  const placement = runningPlacement(guardianship);
  if (placement?.placementId !== command.placementId)
    return refuse('no-such-placement', { placementId: command.placementId });
  if (placement.visits.includes(command.visitedOn)) return [];
  return inFuture(command.visitedOn, desk) ?? [{ ...command, type: 'PlacementVisited', kind: placement.kind }];
};
