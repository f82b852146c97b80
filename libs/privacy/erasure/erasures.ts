import { v5 as uuidv5 } from 'uuid';
import { type Actor, type Clock, personalPaths, refuse } from '#kernel';
import {
  type EventMetadata,
  type EventStore,
  type ExpectedVersion,
  type PersonalDataCodec,
  SubjectErased,
  VersionConflict,
} from '#event-store';
import type { PersonRegistry } from '#people';
import { type RetentionRule, dayOf } from '#rules';
import type { Appearances } from '../appearances.js';
import type { Destruction } from './destruction.js';
import {
  type ErasureEvent,
  type ErasureFile,
  type ErasureGround,
  type ErasureRequest,
  emptyFile,
  erasureEvents,
  eventOf,
  evolveFile,
} from './events.js';
import { type CaseStanding, obstacleIn } from './obstacles.js';
import type { ErasureRefusal } from './refusals.js';

const attempts = 10;
const namespace = '7d2f7c55-6a0e-4f0f-8b0b-0a4c6b2a9f11';
const system: Actor = { user: 'system', role: 'system', office: 'bureau' };

export interface ErasureParts {
  readonly store: EventStore;
  readonly codec: PersonalDataCodec;
  readonly clock: Clock;
  readonly people: PersonRegistry;
  readonly appearances: Appearances;
  readonly destruction: Destruction;
  readonly schedule: readonly RetentionRule[];
  /** How a case stands now; nothing for one that is not known. */
  readonly standingOf: (caseId: string) => Promise<CaseStanding | undefined>;
  /** Keyed digest of what was asked; never reversible without the key. */
  readonly fingerprint: (text: string) => string;
}

/** One act upon the file of a person; its id is the command id. */
interface Asked {
  readonly personId: string;
  readonly actor: Actor;
  readonly commandId: string;
}

interface Cases {
  readonly casesErased: string[];
  readonly casesKept: string[];
}

interface Subject {
  readonly leadId: string;
  readonly entryIds: readonly string[];
  readonly file: ErasureFile;
  /** Version of the leading entry's stream. */
  readonly version: number;
}

/** Holds and erasures of persons: who asked, who decided, and what was destroyed. */
export class Erasures {
  constructor(private readonly parts: ErasureParts) {}

  /** Holds and requests of the person, whichever of the linked entries they were made for. */
  async file(personId: string): Promise<ErasureFile | undefined> {
    return (await this.subject(personId))?.file;
  }

  /** Everything that stands in the way of erasing the person today; nothing for somebody unknown. */
  async obstacles(personId: string): Promise<readonly ErasureRefusal[] | undefined> {
    const subject = await this.subject(personId);
    if (subject === undefined) return undefined;
    return this.standingInTheWay(subject, await this.parts.appearances.of(subject.entryIds));
  }

  /** Nothing of the person is erased while the hold stands. */
  placeHold(asked: Asked, reason: string): Promise<ErasureRefusal | { readonly holdId: string }> {
    const holdId = asked.commandId;
    return this.act(asked, ['hold', reason], { holdId }, ({ leadId: personId }) => ({
      type: 'LegalHoldPlaced',
      personId,
      holdId,
      reason,
    }));
  }

  liftHold(asked: Asked, holdId: string, reason: string): Promise<ErasureRefusal | { readonly holdId: string }> {
    return this.act(asked, ['lift', holdId, reason], { holdId }, ({ leadId: personId, file }) =>
      file.holds.some((hold) => hold.holdId === holdId)
        ? { type: 'LegalHoldLifted', personId, holdId, reason }
        : refuse('no-such-hold'),
    );
  }

  /** Asks for the erasure, once nothing stands in its way. */
  request(
    asked: Asked,
    ground: ErasureGround,
    reason: string,
  ): Promise<ErasureRefusal | { readonly requestId: string }> {
    const requestId = asked.commandId;
    return this.act(asked, ['request', ground, reason], { requestId }, async (subject) => {
      const open = subject.file.requests.find(({ state }) => state === 'requested');
      if (open !== undefined) return refuse('erasure-already-requested', { requestId: open.requestId });
      const cases = await this.casesOf(subject);
      return 'refused' in cases
        ? cases
        : { type: 'ErasureRequested', personId: subject.leadId, requestId, ground, reason };
    });
  }

  refuse(asked: Asked, requestId: string, reason: string): Promise<ErasureRefusal | { readonly requestId: string }> {
    return this.act(asked, ['refuse', requestId, reason], { requestId }, ({ leadId: personId, file }) => {
      const request = undecided(file, requestId, asked.actor);
      return 'refused' in request ? request : { type: 'ErasureRefused', personId, requestId, reason };
    });
  }

  /**
   * Decides for good, then destroys; answers once everything is destroyed. Should this process die in between,
   * `finish` does the rest.
   */
  async approve(asked: Asked, requestId: string): Promise<ErasureRefusal | ErasureRequest> {
    const decided = await this.act(asked, ['approve', requestId], { requestId }, async (subject) => {
      const request = undecided(subject.file, requestId, asked.actor);
      if ('refused' in request) return request;
      const cases = await this.casesOf(subject);
      if ('refused' in cases) return cases;
      const { leadId: personId, entryIds } = subject;
      const { ground, requestedBy } = request;
      return { type: 'PersonErased', personId, requestId, ground, requestedBy, entryIds: [...entryIds], ...cases };
    });
    if ('refused' in decided) return decided;
    const request = (await this.file(asked.personId))?.requests.find((one) => one.requestId === requestId);
    if (request === undefined) return refuse('no-such-request');
    await this.finish(request);
    return { ...request, state: 'erased' };
  }

  /** Destroys what was decided, as often as need be. */
  async finish({ requestId, personId, entryIds = [], casesErased = [] }: ErasureRequest): Promise<void> {
    await this.parts.destruction.destroy(entryIds, casesErased);
    const event: ErasureEvent = {
      type: 'ErasureCompleted',
      personId,
      requestId,
      entryIds: [...entryIds],
      casesErased: [...casesErased],
    };
    await this.append(event, 'any', { actor: system, commandId: uuidv5(`${requestId}/completed`, namespace) });
  }

  /** The first thing that stands in the way, or which cases go with the person and which stay. */
  private async casesOf(subject: Subject): Promise<ErasureRefusal | Cases> {
    const { entryIds } = subject;
    const cases = await this.parts.appearances.of(entryIds);
    const [obstacle] = await this.standingInTheWay(subject, cases);
    if (obstacle !== undefined) return obstacle;
    const others = [...new Set([...cases.values()].flat())].filter((id) => !entryIds.includes(id));
    const gone = (await this.parts.people.people(others)).filter(({ erased }) => erased);
    const nobodyElse = new Set([...entryIds, ...gone.map(({ personId }) => personId)]);
    const alone = (caseId: string): boolean => (cases.get(caseId) ?? []).every((id) => nobodyElse.has(id));
    const all = [...cases.keys()];
    return { casesErased: all.filter(alone), casesKept: all.filter((caseId) => !alone(caseId)) };
  }

  private async standingInTheWay(
    { leadId, file }: Subject,
    cases: ReadonlyMap<string, unknown>,
  ): Promise<readonly ErasureRefusal[]> {
    const [person] = await this.parts.people.people([leadId]);
    if (person?.erased === true) return [refuse('person-erased')];
    const held = file.holds.length > 0 ? [refuse('legal-hold', { holds: file.holds.length })] : [];
    const today = dayOf(this.parts.clock.now());
    const obstacles = await Promise.all(
      [...cases.keys()].map(async (caseId) => {
        const standing = await this.parts.standingOf(caseId);
        return standing === undefined ? undefined : obstacleIn(standing, this.parts.schedule, today);
      }),
    );
    return [...held, ...obstacles.filter((obstacle) => obstacle !== undefined)];
  }

  /** Decides on the file as it is, and again when it moved meanwhile; an act taken before is answered again. */
  private async act<Answer extends object>(
    { personId, actor, commandId }: Asked,
    what: readonly string[],
    answer: Answer,
    decide: (subject: Subject) => ErasureEvent | ErasureRefusal | Promise<ErasureEvent | ErasureRefusal>,
  ): Promise<ErasureRefusal | Answer> {
    const fingerprint = this.parts.fingerprint(JSON.stringify([personId, actor.user, ...what]));
    for (let attempt = 1; ; attempt += 1) {
      const before = await this.parts.store.findCommand(commandId);
      if (before !== undefined) return before.fingerprint === fingerprint ? answer : refuse('idempotency-key-reused');
      const subject = await this.subject(personId);
      if (subject === undefined) return refuse('no-such-person');
      const event = await decide(subject);
      if ('refused' in event) return event;
      try {
        await this.append(event, subject.version === 0 ? 'none' : subject.version, { actor, commandId, fingerprint });
        return answer;
      } catch (error) {
        if (error instanceof SubjectErased) return refuse('person-erased');
        if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      }
    }
  }

  private async subject(personId: string): Promise<Subject | undefined> {
    const joined = (await this.parts.people.joined([personId])).get(personId);
    if (joined === undefined) return undefined;
    let file = emptyFile;
    let version = 0;
    for (const entryId of joined.entryIds)
      for await (const stored of this.parts.store.read(`erasure-${entryId}`)) {
        file = evolveFile(file, eventOf(stored), { user: stored.metadata.actor.user, at: stored.recordedAt });
        if (entryId === joined.leadId) version = stored.version;
      }
    return { leadId: joined.leadId, entryIds: joined.entryIds, file, version };
  }

  private async append(
    event: ErasureEvent,
    expected: ExpectedVersion,
    { actor, commandId, fingerprint = '' }: { actor: Actor; commandId: string; fingerprint?: string },
  ): Promise<void> {
    const { type, ...data } = event;
    const subject = `person-${event.personId}`;
    const paths = personalPaths(erasureEvents[type]);
    const sealed = paths.length === 0 ? [data] : await this.parts.codec.seal([{ data, paths, subject }]);
    const metadata: EventMetadata = {
      actor: { ...actor },
      occurredAt: this.parts.clock.now(),
      commandId,
      correlationId: commandId,
    };
    const events = sealed.map((one) => ({ type, schemaVersion: 1, data: one, metadata }));
    await this.parts.store.append(`erasure-${event.personId}`, expected, events, { commandId, fingerprint });
  }
}

/** The request, if this person may decide on it: not whoever asked for it. */
const undecided = (file: ErasureFile, requestId: string, { user }: Actor): ErasureRequest | ErasureRefusal => {
  const request = file.requests.find((one) => one.requestId === requestId);
  if (request === undefined) return refuse('no-such-request');
  if (request.state !== 'requested') return refuse('request-already-decided', { state: request.state });
  return request.requestedBy === user ? refuse('requester-may-not-decide') : request;
};
