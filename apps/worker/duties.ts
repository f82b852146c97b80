import { v5 as uuidv5 } from 'uuid';
import { type CaseDesks, type SignedIn, isRefused, mirrorRequest } from '#case-desk';
import type { OrganisationDirectory } from '#identity';
import type { Clock, Duty, Message } from '#kernel';
import type { ReadModels } from '#read-models';
import { type RuleBook, dayOf, inForce, lastDayOf, listMonthStart, monthOf } from '#rules';

const namespace = '9d5f0c8e-7f43-4f51-a7e1-2f7c1c1f5a90';
const atOnce = 200;
const system: SignedIn = { user: 'system', positions: [{ role: 'system', office: 'bureau' }] };

/**
 * Opens an accountability item for every advance whose paper clock has ended without papers.
 * The command id is made of case and advance, so two workers or a restart cannot open one twice.
 * @returns how many were opened
 */
export const openAccountabilities = async (desks: CaseDesks, readModels: ReadModels, clock: Clock): Promise<number> => {
  const late = await readModels.advances.withoutAccountability(clock.now(), atOnce);
  let opened = 0;
  for (const { caseId, advanceId } of late) {
    const [row] = await readModels.caseload.byIds([caseId]);
    const handling = row === undefined ? undefined : desks.of(row.type)?.handling;
    const outcome = await handling?.execute({
      caseId,
      opening: false,
      command: { type: 'OpenAccountability', advanceId } as never,
      by: system,
      commandId: uuidv5(`${caseId}/${advanceId}/accountability`, namespace),
    });
    if (outcome !== undefined && !isRefused(outcome) && !outcome.repeated) opened += 1;
  }
  return opened;
};

/**
 * Records at the other case what only one side of a link shows, because a process died between the two.
 * @returns how many sides were made whole
 */
export const mirrorOneSidedLinks = async (desks: CaseDesks, readModels: ReadModels): Promise<number> => {
  let mirrored = 0;
  for (const { caseId, otherId, kind, ended, version } of await readModels.links.oneSided(atOnce)) {
    const [row] = await readModels.caseload.byIds([otherId]);
    const handling = row === undefined ? undefined : desks.of(row.type)?.handling;
    const request = mirrorRequest(caseId, { caseId: otherId, kind, ended }, `${caseId}/${version}`);
    const outcome = await handling?.execute(request);
    if (outcome !== undefined && !isRefused(outcome) && !outcome.repeated) mirrored += 1;
  }
  return mirrored;
};

/**
 * What cases do by themselves when the time comes. The command id is made of case and command, so neither a restart nor
 * a second worker does it twice.
 * @returns how many acts were done
 */
export const performDuties = async (desks: CaseDesks, readModels: ReadModels, clock: Clock): Promise<number> => {
  const now = clock.now();
  let done = 0;
  for (const { caseId, type } of await readModels.caseload.withDuties(now, atOnce)) {
    const desk = desks.of(type);
    if (desk === undefined) continue;
    const { state } = await desk.handling.reader.load(caseId);
    const duties = (desk.room.duties?.(state) ?? []) as readonly Duty<Message>[];
    for (const { at, command } of duties) {
      if (at > now) continue;
      const commandId = uuidv5(`${caseId}/${JSON.stringify(command)}`, namespace);
      const outcome = await desk.handling.execute({ caseId, opening: false, command, by: system, commandId });
      if (!isRefused(outcome) && !outcome.repeated) done += 1;
    }
  }
  return done;
};

/** Opens the list of persons prone to wander of every town office for a half-year whose month has begun. */
export class WanderLists {
  private opened = '';

  constructor(
    private readonly desks: CaseDesks,
    private readonly organisation: OrganisationDirectory,
    private readonly rules: () => RuleBook,
    private readonly clock: Clock,
  ) {}

  /** @returns how many lists were opened; a list that is there already stays as it is */
  async open(): Promise<number> {
    const today = dayOf(this.clock.now());
    const parameters = inForce(this.rules(), 'national', today)?.outreach;
    const handling = this.desks.of('wander-risk-list')?.handling;
    if (parameters === undefined || handling === undefined) return 0;
    const halfYear = `${today.slice(0, 4)}-H${today.slice(5, 7) < '07' ? 1 : 2}`;
    const begins = listMonthStart(halfYear, parameters);
    if (today < begins || this.opened === halfYear) return 0;
    const began = await this.organisation.began();
    // A bureau that began only after that month owes no list for it.
    if (began === undefined || dayOf(began) > lastDayOf(monthOf(begins))) return 0;
    const offices = this.organisation.offices();
    const station = offices.find(({ kind }) => kind === 'station')?.officeId;
    if (station === undefined) return 0;
    let opened = 0;
    for (const { officeId: office } of offices.filter(({ kind }) => kind === 'townOffice')) {
      const commandId = uuidv5(`wander-list/${office}/${halfYear}`, namespace);
      const outcome = await handling.execute({
        caseId: commandId,
        opening: true,
        command: { type: 'OpenList', ...{ office, station, halfYear } },
        by: system,
        commandId,
      });
      if (!isRefused(outcome) && !outcome.repeated) opened += 1;
    }
    this.opened = halfYear;
    return opened;
  }
}
