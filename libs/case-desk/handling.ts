import {
  type Actor,
  type AnyCaseType,
  type Desk,
  type Instant,
  type JsonObject,
  type Message,
  type PersonalPath,
  type Stamp,
  commandsAllowed,
  isRefusal,
  mayIssue,
  personalPaths,
} from '#kernel';
import {
  AppendRefused,
  type Appended,
  type EventMetadata,
  type NewEvent,
  SubjectErased,
  VersionConflict,
} from '#event-store';
import { type RuleBook, dayOf } from '#rules';
import { type Sees, Withholding, sightOf } from './access.js';
import { takeClaims } from './claims.js';
import { CaseReader, type FoldedCase, streamOf } from './case-reader.js';
import type { DeskSurroundings } from './ports.js';
import type { CaseAnswer, CaseOutcome, CaseRefusal, CaseRequest, LinkChange, SignedIn } from './request.js';
import { SealedEntries } from './sealed-entries.js';
import { StateCache } from './state-cache.js';

const conflictRetries = 5;
/** Acts of somebody whose office does not handle the case (yet). */
const fromOutside: ReadonlySet<string> = new Set(['AcceptHandOver', 'RefuseHandOver', 'RequestAccess']);

type Standing = 'open' | 'closed' | 'absent';

/** What a desk asks of the others. */
export interface OtherDesks {
  readonly standingOf: (caseType: string, caseId: string, key: string) => Promise<Standing>;
  /** Whether there is a case of ours that this person may look into. */
  readonly mayLink: (caseId: string, by: SignedIn) => Promise<boolean>;
}

interface Judged {
  readonly actor: Actor;
  readonly occurredAt: Instant;
  readonly events: readonly (Message & JsonObject)[];
  readonly before: FoldedCase;
  /** The state once the events are taken. */
  readonly after: unknown;
}

/**
 * Handles the commands of one case type: permission, idempotency, decision, append, retry on conflict,
 * and the record of a refused attempt.
 */
export class CaseHandling {
  readonly reader: CaseReader;
  readonly sealed: SealedEntries;
  readonly withholding: Withholding;
  private readonly cache = new StateCache(2_000);
  private readonly paths: ReadonlyMap<string, readonly PersonalPath[]>;

  constructor(
    readonly room: AnyCaseType,
    private readonly surroundings: DeskSurroundings,
    private readonly others: OtherDesks,
  ) {
    this.withholding = new Withholding(room);
    this.sealed = new SealedEntries(room, surroundings.store, surroundings.personal);
    this.reader = new CaseReader(room, surroundings);
    this.paths = new Map(Object.entries(room.events).map(([name, schema]) => [name, personalPaths(schema)]));
  }

  execute(request: CaseRequest): Promise<CaseOutcome> {
    return this.surroundings.watch(this.room.type, request, () => this.perform(request));
  }

  /** Whether the case holds the key: `absent` while it does not show it (yet), `closed` once it is over. */
  async standing(caseId: string, key: string): Promise<Standing> {
    const folded = await this.reader.load(caseId);
    if (folded.version === 0) return 'absent';
    if (!this.room.summary(folded.state).open) return 'closed';
    const [alike = []] = await this.surroundings.samePerson([key]);
    return [key, ...alike].some((one) => this.room.holds?.(folded.state, one) !== false) ? 'open' : 'absent';
  }

  /** Whether the case is one of this type. */
  async holds(caseId: string): Promise<boolean> {
    return this.cache.get(caseId) !== undefined || (await this.reader.load(caseId, { toVersion: 1 })).version > 0;
  }

  /** Whether this person may look into the case. */
  async visible(caseId: string, viewer: SignedIn, sees: Sees): Promise<boolean> {
    const { state, version } = await this.reader.load(caseId);
    if (viewer.positions.some(({ role }) => role === 'system')) return version > 0;
    const today = dayOf(this.surroundings.clock.now());
    const accesses = this.room.accesses?.(state) ?? [];
    return version > 0 && sightOf(this.room, this.room.summary(state), accesses, viewer, sees, today) !== undefined;
  }

  forgetAll(): void {
    this.cache.clear();
  }

  /** The office and area a case belongs to now. */
  async whereabouts(caseId: string): Promise<{ readonly office: string; readonly area: string | undefined }> {
    const folded = this.cache.get(caseId) ?? (await this.reader.load(caseId));
    const { office, area } = this.room.summary(folded.state);
    return { office, area };
  }

  private async perform(request: CaseRequest): Promise<CaseOutcome> {
    const outcome = (request.opening ? await this.repeatedAnswer(request) : undefined) ?? (await this.attempt(request));
    if ('refused' in outcome) await this.recordRefusal(request, outcome);
    return outcome;
  }

  private async attempt(request: CaseRequest): Promise<CaseOutcome> {
    for (let round = 0; ; round += 1) {
      const folded = await this.current(request, round > 0);
      const judged = await this.judge(request, folded);
      if ('refused' in judged) return this.reconsider(request, folded, judged, round);
      if (judged.events.length === 0)
        return (await this.repeatedAnswer(request)) ?? this.nothingNew(request, judged.before);
      try {
        return await this.append(request, judged);
      } catch (error) {
        if (error instanceof AppendRefused) return { refused: error.reason, kind: 'rule' };
        if (error instanceof SubjectErased) return { refused: 'person-erased', kind: 'rule' };
        if (!(error instanceof VersionConflict)) throw error;
        this.cache.forget(request.caseId);
        const repeated = await this.repeatedAnswer(request);
        if (repeated !== undefined) return repeated;
        if (request.expectedVersion !== undefined || round >= conflictRetries)
          return this.conflict(request, await this.reader.load(request.caseId));
      }
    }
  }

  private async current(request: CaseRequest, reload: boolean): Promise<FoldedCase> {
    if (request.opening && !reload) return this.reader.unopened();
    const cached = reload ? undefined : this.cache.get(request.caseId);
    if (cached !== undefined) return cached;
    const folded = await this.reader.load(request.caseId);
    this.cache.put(request.caseId, folded);
    return folded;
  }

  /** A refusal counts only against the newest state, and never against a command that was taken before. */
  private async reconsider(
    request: CaseRequest,
    folded: FoldedCase,
    refusal: CaseRefusal,
    round: number,
  ): Promise<CaseOutcome> {
    const repeated = await this.repeatedAnswer(request);
    if (repeated !== undefined) return repeated;
    if (round > 0) return refusal;
    const newest = await this.reader.load(request.caseId, {}, folded);
    if (newest.version === folded.version) return refusal;
    this.cache.put(request.caseId, newest);
    const judged = await this.judge(request, newest);
    return 'refused' in judged ? judged : this.attempt(request);
  }

  private async judge(request: CaseRequest, folded: FoldedCase): Promise<Judged | CaseRefusal> {
    const { command } = request;
    const now = this.surroundings.clock.now();
    const occurredAt = request.occurredAt ?? now;
    if (request.opening && folded.version > 0) return { refused: 'case-already-open', kind: 'conflict' };
    if (!request.opening && folded.version === 0) return { refused: 'no-such-case', kind: 'not-found' };
    const stage = this.room.stageOf(folded.state);
    const about = { stage, version: folded.version };
    if (occurredAt > now) return { refused: 'occurred-in-future', kind: 'rule', detail: { now }, ...about };
    if (request.expectedVersion !== undefined && request.expectedVersion !== folded.version)
      return { ...this.conflictAt(request, folded) };

    const permitted = this.actorFor(request, folded, stage);
    if ('refused' in permitted) return { ...permitted, ...about };
    const desk: Desk<RuleBook> = {
      caseId: request.caseId,
      now,
      occurredAt,
      today: dayOf(occurredAt),
      actor: permitted,
      rules: this.surroundings.rules(),
      facts: await this.surroundings.facts(this.room.ask(command, folded.state, permitted), now),
    };
    const decision = this.room.decide(command, folded.state, desk);
    if (isRefusal(decision))
      return {
        refused: decision.refused,
        kind: 'rule',
        detail: decision.detail,
        allowed: this.allowed(request, stage),
        ...about,
      };
    const stranger = await this.strangerAmong(request);
    if (stranger !== undefined)
      return { refused: 'linked-case-not-found', kind: 'rule', detail: { caseId: stranger }, ...about };
    const events = [...(decision as readonly (Message & JsonObject)[]), ...linksOf(request)];
    const stamp: Stamp = { occurredAt, recordedAt: now, actor: permitted, day: desk.today };
    const after = events.reduce((state, event) => this.room.evolve(state, event, stamp), folded.state);
    const { office } = this.room.summary(after);
    if (office !== this.room.summary(folded.state).office && !this.surroundings.officeOpen(office))
      return { refused: 'no-such-office', kind: 'rule', detail: { office }, ...about };
    const broughtIn = this.room.bringsIn?.includes(command.type) === true;
    if (request.opening && !broughtIn && !this.officeHandles(permitted, after))
      return { refused: 'not-your-office', kind: 'forbidden', ...about };
    return { actor: permitted, occurredAt, events, before: folded, after };
  }

  /** The first position of this person that the stage table and the office allow for the command. */
  private actorFor(request: CaseRequest, folded: FoldedCase, stage: string): Actor | CaseRefusal {
    const { by, command, opening } = request;
    const actors = by.positions.map(({ role, office }): Actor => ({ user: by.user, role, office }));
    const inOffice = opening ? actors : actors.filter((actor) => this.officeHandles(actor, folded.state, command));
    if (!opening && inOffice.length === 0) return { refused: 'not-your-office', kind: 'forbidden' };
    const refusals = inOffice.map((actor) => mayIssue(this.room.stages, stage, command.type, actor.role));
    const index = refusals.findIndex((permission) => permission.allowed);
    const chosen = inOffice[index];
    if (chosen !== undefined) return chosen;
    const wrongStage = refusals.some(
      (permission) => !permission.allowed && permission.reason === 'command-not-allowed-in-stage',
    );
    return {
      refused: wrongStage ? 'command-not-allowed-in-stage' : 'role-not-allowed',
      kind: wrongStage ? 'rule' : 'forbidden',
      allowed: this.allowed(request, stage),
    };
  }

  /** A case this person would link and may not look into; an unknown one and a hidden one look the same. */
  private async strangerAmong({ command, linkedTo = [], by, mirrored }: CaseRequest): Promise<string | undefined> {
    if (mirrored === true) return undefined;
    const asked =
      command.type === 'LinkCase' && 'caseId' in command && !('region' in command)
        ? [...linkedTo.map(({ caseId }) => caseId), String(command.caseId)]
        : linkedTo.map(({ caseId }) => caseId);
    for (const caseId of asked) if (!(await this.others.mayLink(caseId, by))) return caseId;
    return undefined;
  }

  private officeHandles(actor: Actor, state: unknown, command?: Message): boolean {
    if (actor.role === 'system') return true;
    const { office, area } = this.room.summary(state);
    if (this.surroundings.handles(actor, office, area)) return true;
    return command !== undefined && fromOutside.has(command.type);
  }

  private allowed({ by }: CaseRequest, stage: string): readonly string[] {
    return [...new Set(by.positions.flatMap(({ role }) => commandsAllowed(this.room.stages, stage, role)))];
  }

  private async append(
    request: CaseRequest,
    { actor, occurredAt, events, before, after }: Judged,
  ): Promise<CaseOutcome> {
    const { ruleSet } = this.room.summary(after);
    const metadata: EventMetadata = {
      actor: { ...actor },
      occurredAt,
      commandId: request.commandId,
      correlationId: request.correlationId ?? request.commandId,
      ...(request.causationId === undefined ? {} : { causationId: request.causationId }),
      ...(ruleSet === undefined ? {} : { ruleSet }),
    };
    const held = await this.claim(request, before, metadata);
    if (held !== undefined) return held;
    await this.sealed.keep(request.caseId, request.command, metadata);
    const sealed = await this.surroundings.personal.seal(
      events.map(({ type, ...data }) => ({
        data,
        paths: this.paths.get(type) ?? [],
        subject: `case-${request.caseId}`,
      })),
    );
    const stored: NewEvent[] = events.map(({ type }, index) => ({
      type,
      schemaVersion: this.room.history.versions[type] ?? 1,
      data: sealed[index] ?? {},
      metadata,
    }));
    const appended = await this.surroundings.store.append(
      streamOf(this.room.type, request.caseId),
      before.version === 0 ? 'none' : before.version,
      stored,
      { commandId: request.commandId, fingerprint: this.fingerprint(request) },
    );
    if (appended.repeated) return this.answerRepeated(request, appended);
    this.cache.put(request.caseId, { version: appended.lastVersion, state: after, position: appended.position });
    return {
      caseId: request.caseId,
      version: appended.lastVersion,
      stage: this.room.stageOf(after),
      position: appended.position,
      events: events.map(({ type }, index) => ({ type, version: appended.firstVersion + index })),
      repeated: false,
      ...linkChanges(events, this.linkKinds(before.state)),
    };
  }

  private linkKinds(state: unknown): ReadonlyMap<string, string> {
    return new Map((this.room.links?.(state) ?? []).map(({ caseId, kind }) => [caseId, kind]));
  }

  private async claim(
    request: CaseRequest,
    folded: FoldedCase,
    metadata: EventMetadata,
  ): Promise<CaseRefusal | undefined> {
    const own = this.room.claims(request.command, folded.state);
    if (own.length === 0) return undefined;
    const keys = [...own, ...(await this.surroundings.samePerson(own)).flat()];
    const held = await takeClaims(this.surroundings.store, {
      keys,
      caseId: request.caseId,
      caseType: this.room.type,
      commandId: request.commandId,
      now: this.surroundings.clock.now(),
      metadata,
      standing: this.others.standingOf,
    });
    return held === undefined
      ? undefined
      : { refused: 'person-has-open-case', kind: 'rule', detail: { caseId: held.caseId, claim: held.key } };
  }

  private async repeatedAnswer(request: CaseRequest): Promise<CaseOutcome | undefined> {
    const appended = await this.surroundings.store.findCommand(request.commandId);
    return appended === undefined ? undefined : this.answerRepeated(request, appended);
  }

  private async answerRepeated(request: CaseRequest, appended: Appended): Promise<CaseOutcome> {
    if (
      appended.fingerprint !== this.fingerprint(request) ||
      appended.stream !== streamOf(this.room.type, request.caseId)
    )
      return { refused: 'idempotency-key-reused', kind: 'rule' };
    const events = await this.reader.events(request.caseId, { toVersion: appended.lastVersion });
    const folded = this.reader.fold(this.reader.unopened(), events);
    return {
      caseId: request.caseId,
      version: appended.lastVersion,
      stage: this.room.stageOf(folded.state),
      position: appended.position,
      events: events
        .filter(({ stored }) => stored.version >= appended.firstVersion)
        .map(({ stored }) => ({ type: stored.type, version: stored.version })),
      repeated: true,
      ...linkChanges(
        events.filter(({ stored }) => stored.version >= appended.firstVersion).map(({ event }) => event),
        this.linkKinds(folded.state),
      ),
    };
  }

  private async nothingNew(request: CaseRequest, folded: FoldedCase): Promise<CaseAnswer> {
    return {
      caseId: request.caseId,
      version: folded.version,
      stage: this.room.stageOf(folded.state),
      position: folded.position ?? (await this.surroundings.store.horizon()),
      events: [],
      repeated: true,
    };
  }

  private conflict(request: CaseRequest, folded: FoldedCase): CaseRefusal {
    this.cache.put(request.caseId, folded);
    return this.conflictAt(request, folded);
  }

  private conflictAt(request: CaseRequest, folded: FoldedCase): CaseRefusal {
    const stage = this.room.stageOf(folded.state);
    return {
      refused: 'version-conflict',
      kind: 'conflict',
      detail: { expected: request.expectedVersion, actual: folded.version },
      stage,
      version: folded.version,
      allowed: this.allowed(request, stage),
    };
  }

  private fingerprint({ command, occurredAt, by, linkedTo }: CaseRequest): string {
    const links = linkedTo === undefined ? [] : [linkedTo];
    return this.surroundings.fingerprint(JSON.stringify([by.user, occurredAt ?? null, command, ...links]));
  }

  private recordRefusal(request: CaseRequest, refusal: CaseRefusal): Promise<void> {
    return this.surroundings.recordAttempt({
      at: this.surroundings.clock.now(),
      user: request.by.user,
      caseType: this.room.type,
      caseId: request.caseId,
      command: request.command.type,
      commandId: request.commandId,
      reason: refusal.refused,
    });
  }
}

const linksOf = ({ opening, linkedTo = [] }: CaseRequest): readonly (Message & JsonObject)[] =>
  opening ? linkedTo.map(({ caseId, kind }) => ({ type: 'CaseLinked', caseId, kind })) : [];

/** The links among these events that the other case has to learn of: all but those with another region's. */
const linkChanges = (
  events: readonly (Message & JsonObject)[],
  kinds: ReadonlyMap<string, string>,
): { readonly links?: readonly LinkChange[] } => {
  const links = events.flatMap((event): LinkChange[] => {
    const { caseId, kind, region } = event;
    if (typeof caseId !== 'string' || region !== undefined) return [];
    if (event.type === 'CaseLinked' && typeof kind === 'string') return [{ caseId, kind, ended: false }];
    if (event.type === 'CaseUnlinked') return [{ caseId, kind: kinds.get(caseId) ?? 'related', ended: true }];
    return [];
  });
  return links.length === 0 ? {} : { links };
};
