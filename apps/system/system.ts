import { Pool } from 'pg';
import { Audit, migrateAudit } from '#audit';
import type { AnyCaseType, Clock, Facts, Instant, Question } from '#kernel';
import {
  MasterKey,
  PersonalDataCodec,
  type EventStore,
  type KeepsHeads,
  type Log,
  PostgresKeyVault,
  isKurrentUrl,
  migrateKeyVault,
  openLog,
} from '#event-store';
import { CaseDesks, RuleBookDirectory, categoryOf } from '#case-desk';
import { Exchange, type FollowerStanding, migrateExchange } from '#exchange';
import { EvidenceFiles, Uploads, migrateEvidence, openFileStore } from '#evidence';
import { caseTypes as everyCaseType } from '#case-types';
import { OidcSignIn, OrganisationDirectory, SignIn, handles, migrateIdentity, sees } from '#identity';
import { PersonRegistry, migratePeople } from '#people';
import {
  Appearances,
  Destruction,
  ErasureWatch,
  Erasures,
  PersonCopies,
  Trail,
  TrailEntries,
  attemptRecorder,
  migratePrivacy,
  moveOldAttempts,
  readRecorder,
} from '#privacy';
import { ReadModels, type ReadModelsOptions, rulesCategory } from '#read-models';
import { type RuleEvent, retentionSchedule, ruleEvents } from '#rules';
import { demoAccounts, demoPassword, demoUsers, yubeiOffices } from '#identity';
import { type Health, answerOf, shared } from './health.js';
import { Metrics } from './metrics.js';
import { ProjectionFeed, feedFor } from './projection-feed.js';
import type { Tracing } from './tracing.js';
import { Watch } from './watch.js';
import { type Settings, usualEvidence } from './settings.js';

/** How long a long transaction may hold new events back before the process says so. */
const horizonPatienceSeconds = 60;

export const machineClock: Clock = { now: () => new Date().toISOString() };

export interface SystemOptions {
  readonly settings: Settings;
  readonly clock?: Clock;
  /** The case types this installation works with; all there are unless told. */
  readonly caseTypes?: readonly AnyCaseType[];
  readonly runner?: ReadModelsOptions['runner'];
  /** Traces go there; none unless told. */
  readonly tracing?: Tracing;
}

/** The parts of one process, wired together. */
export class System {
  private readonly stopping = new AbortController();
  private following: readonly Promise<void>[] = [];

  private constructor(
    readonly settings: Settings,
    readonly clock: Clock,
    readonly pool: Pool,
    private readonly log: Log,
    readonly store: EventStore & Partial<KeepsHeads>,
    readonly vault: PostgresKeyVault,
    readonly personal: PersonalDataCodec,
    readonly organisation: OrganisationDirectory,
    readonly signIn: SignIn,
    readonly oidc: OidcSignIn | undefined,
    readonly people: PersonRegistry,
    readonly rules: RuleBookDirectory,
    readonly readModels: ReadModels,
    readonly desks: CaseDesks,
    readonly trail: Trail,
    readonly trailEntries: TrailEntries,
    readonly appearances: Appearances,
    readonly copies: PersonCopies,
    readonly erasures: Erasures,
    readonly erasureWatch: ErasureWatch,
    readonly audit: Audit,
    readonly evidence: EvidenceFiles,
    readonly exchange: Exchange | undefined,
    /** Absent where projections read the log themselves. */
    readonly projectionFeed: ProjectionFeed | undefined,
    readonly metrics: Metrics,
  ) {}

  /** Connects, brings every table up to date, and loads offices and rules. */
  static async open({
    settings,
    clock = machineClock,
    caseTypes = everyCaseType,
    runner,
    tracing,
  }: SystemOptions): Promise<System> {
    const pool = new Pool({ connectionString: settings.databaseUrl, max: 8 });
    pool.on('error', () => undefined);
    const log = await openLog({ url: settings.eventStoreUrl, now: () => clock.now() });
    for (const migrate of [
      migrateKeyVault,
      migratePeople,
      migrateIdentity,
      migratePrivacy,
      migrateAudit,
      migrateEvidence,
      migrateExchange,
    ])
      await migrate(pool);

    const master = MasterKey.fromText(settings.masterKey);
    const metrics = new Metrics();
    const watch = new Watch(metrics, tracing);
    const store = watch.store(log.store);
    const otherMaster = settings.newMasterKey === undefined ? undefined : MasterKey.fromText(settings.newMasterKey);
    const vault = new PostgresKeyVault({ pool, master, otherMaster });
    const personal = new PersonalDataCodec(vault);
    const organisation = new OrganisationDirectory(store, clock);
    const signIn = new SignIn(pool, settings.sessionSecrets, clock);
    const oidc = settings.oidc && new OidcSignIn(settings.oidc, settings.sessionSecrets, organisation, signIn, clock);
    const people = new PersonRegistry({ store, pool, codec: personal, blind: await vault.blindIndex('people'), clock });
    const rules = new RuleBookDirectory(store, clock);
    const feed =
      settings.projectionSource === 'kafka' && settings.exchange !== undefined ? feedFor(settings.exchange) : undefined;
    const readModels = await ReadModels.open({
      url: settings.databaseUrl,
      ...(isKurrentUrl(settings.eventStoreUrl) ? {} : { logUrl: settings.eventStoreUrl }),
      store,
      caseTypes,
      rules: { book: () => rules.book(), refresh: () => rules.refresh() },
      category: categoryOf,
      runner: { watch: watch.projection, feed, ...runner },
    });
    const fingerprints = await vault.blindIndex('command');
    const trail = new Trail(store, personal, clock);
    const trailEntries = new TrailEntries(store, pool, personal);
    await moveOldAttempts(pool, trail);
    const { store: keptAt, maxBytes } = settings.evidence ?? usualEvidence;
    const evidence = new EvidenceFiles({
      store: await openFileStore(keptAt),
      uploads: new Uploads(pool),
      vault,
      clock,
      maxBytes,
    });
    const facts = async (questions: readonly Question[], now: string): Promise<Facts> => {
      const persons = questions.flatMap((question) => (question.ask === 'person' ? [question.personId] : []));
      const officers = questions.flatMap((question) => (question.ask === 'late-papers' ? [question.officer] : []));
      const uploads = questions.flatMap((question) => (question.ask === 'upload' ? [question.evidenceId] : []));
      return {
        persons: persons.length === 0 ? {} : await people.factsFor(persons),
        latePapers: officers.length === 0 ? {} : await readModels.advances.lateOf(officers, now),
        uploads: uploads.length === 0 ? {} : await evidence.attachable(uploads),
      };
    };
    const desks = new CaseDesks(
      caseTypes,
      {
        store,
        personal,
        clock,
        rules: () => rules.book(),
        facts,
        handles: (actor, office, area) => handles(organisation.current(), actor, office, area),
        officeOpen: (office) => {
          const found = organisation.office(office);
          return found !== undefined && found.closed === undefined;
        },
        samePerson: (keys) => keysOfSamePerson(people, keys),
        recordAttempt: attemptRecorder(
          trail,
          (user) => organisation.positionsOf(user)[0] ?? { role: 'system', office: 'bureau' },
          () => metrics.unrecordedAttempts.inc(),
        ),
        recordRead: readRecorder(trail, () => clock.now()),
        watch: watch.command,
        fingerprint: (text) => fingerprints.blind(text),
      },
      (position, office, area) => sees(organisation.current(), position, office, area),
    );
    const appearances = new Appearances(
      store,
      pool,
      caseTypes.map(({ type }) => categoryOf(type)),
    );
    const erasures = new Erasures({
      store,
      codec: personal,
      clock,
      people,
      appearances,
      destruction: new Destruction(vault, people, evidence),
      schedule: retentionSchedule,
      standingOf: (caseId) => desks.standing(caseId),
      fingerprint: (text) => fingerprints.blind(text),
    });
    const copies = new PersonCopies({
      store,
      codec: personal,
      people,
      appearances,
      filedCase: (id) => desks.filed(id),
    });
    const forgetCases = (): void => desks.forgetAll();
    const exchange =
      settings.exchange &&
      new Exchange({
        settings: settings.exchange,
        pool,
        store,
        personal,
        clock,
        fingerprint: (text) => fingerprints.blind(text),
        rooms: caseTypes,
        watch: watch.publication,
        category: categoryOf,
      });
    const projectionFeed =
      feed &&
      new ProjectionFeed(feed, { categories: readModels.categories, everywhere: [rulesCategory] }, { pool, store });
    const audit = new Audit({
      pool,
      store,
      clock,
      settings: settings.audit ?? {},
      outlets: exchange === undefined ? [] : [exchange.heads],
      sweep: (after) => log.sweep(after),
    });
    const erasureWatch = new ErasureWatch({ store, vault, people, erasures, forgetCases });
    await Promise.all([organisation.refresh(), rules.refresh()]);
    return new System(
      settings,
      clock,
      pool,
      log,
      store,
      vault,
      personal,
      organisation,
      signIn,
      oidc,
      people,
      rules,
      readModels,
      desks,
      trail,
      trailEntries,
      appearances,
      copies,
      erasures,
      erasureWatch,
      audit,
      evidence,
      exchange,
      projectionFeed,
      metrics,
    );
  }

  /** Publishes the rules and offices that a new district starts with, and in a demonstration its accounts. */
  async furnish(rules: readonly RuleEvent[] = ruleEvents): Promise<void> {
    await this.rules.publish(rules);
    await this.organisation.publish(yubeiOffices);
    if (!this.settings.demo) return;
    await this.organisation.publish(demoUsers);
    await this.signIn.ensurePasswords(
      demoAccounts.map(({ userId }) => userId),
      demoPassword,
    );
  }

  /** Follows the log for offices and rules published by other processes. */
  follow(): void {
    const { signal } = this.stopping;
    this.following = [
      this.organisation.follow(signal),
      this.rules.follow(signal),
      this.people.follow(signal),
      this.erasureWatch.follow(signal),
    ];
    this.metrics.watch('projection_events', 'Events taken in by the read models', async () => {
      return (await this.readModels.health()).events;
    });
    this.metrics.watch('projection_lag_events', 'Events not yet in the read models, up to 1000', async () => {
      const { checkpoint } = await this.readModels.health();
      const after = checkpoint === undefined ? {} : { after: checkpoint };
      return (await this.store.readAll({ ...after, limit: 1_000 })).events.length;
    });
    this.metrics.watch('projection_lag_seconds', 'Age of the oldest event not yet in the read models', async () => {
      return this.secondsSince((await this.readModels.health()).behindSince);
    });
    this.metrics.watch(
      'clock_lag_seconds',
      'Since when the oldest due alarm of a clock waits to be recorded',
      async () => {
        return this.secondsSince(await this.readModels.alarms.next());
      },
    );
    this.metrics.watch('projection_stopped', '1 while an event stops the read models', async () => {
      return (await this.readModels.health()).stopped ? 1 : 0;
    });
    this.metrics.watch('log_held_back_seconds', 'Age of the oldest transaction that hides new events', async () => {
      return this.heldBackSeconds();
    });
    this.metrics.watch('evidence_store_writable', '1 while files of evidence can be stored', async () => {
      return (await this.evidence.isWritable()) ? 1 : 0;
    });
    if (this.exchange !== undefined) this.watchExchange(this.exchange);
    this.metrics.watch('audit_head_disputed', '1 while the log does not agree with its last signed head', async () => {
      return (await this.audit.heads.disputed()) === undefined ? 0 : 1;
    });
  }

  /** How this process and what it leans on are. Answers within seconds, whatever is away. */
  readonly health = shared(async (): Promise<Health> => {
    const [projection, log, writable, exchange] = await Promise.all([
      answerOf(this.readModels.health()),
      answerOf(this.log.health()),
      answerOf(this.evidence.isWritable()),
      this.exchange && answerOf(this.exchange.standing()),
    ]);
    const dependencies = {
      eventStore: { up: log !== undefined, needed: true },
      readModels: { up: projection !== undefined, needed: true },
      evidenceStore: { up: writable === true, needed: false },
    };
    const feedTrouble = this.projectionFeed?.trouble;
    const kafka = {
      up: exchange !== undefined && (exchange.trouble ?? feedTrouble) === undefined,
      needed: this.projectionFeed !== undefined,
    };
    return {
      ready: projection?.stopped === false && log !== undefined && log.heldBackSeconds < horizonPatienceSeconds,
      dependencies: this.exchange?.runs === true ? { ...dependencies, kafka } : dependencies,
      projections: projection === undefined ? [] : [projection],
      evidence: { writable: writable === true },
      log: log === undefined ? { unreachable: true } : { heldBackSeconds: log.heldBackSeconds },
      ...(exchange === undefined ? {} : { exchange }),
      ...(feedTrouble === undefined ? {} : { feedTrouble }),
    };
  });

  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.following);
    await this.readModels.stop();
    await this.exchange?.sender.close();
    await this.log.close();
    await this.pool.end();
  }

  private watchExchange(exchange: Exchange): void {
    const standing = shared(() => exchange.standing());
    const outboxes = async (): Promise<readonly FollowerStanding[]> => {
      const { outbox, regions } = await standing();
      return regions === undefined ? [outbox] : [outbox, regions];
    };
    this.metrics.watch('outbox_waiting_events', 'Recorded events not yet told to Kafka, up to 1000 each', async () => {
      return (await outboxes()).reduce((sum, { waiting }) => sum + waiting, 0);
    });
    this.metrics.watch('outbox_waiting_seconds', 'Age of the oldest event not yet told to Kafka', async () => {
      return Math.max(...(await outboxes()).map(({ waitingSince }) => this.secondsSince(waitingSince)));
    });
    this.metrics.watch('inbox_waiting_messages', 'Messages that came in and are still to be worked on', async () => {
      return (await standing()).inbox.waiting;
    });
    this.metrics.watch(
      'inbox_dead_letters',
      'Messages that could not be taken and wait for an administrator',
      async () => {
        return (await standing()).inbox.dead;
      },
    );
  }

  private secondsSince(instant: Instant | undefined): number {
    return instant === undefined ? 0 : Math.max(0, (Date.parse(this.clock.now()) - Date.parse(instant)) / 1_000);
  }

  private async heldBackSeconds(): Promise<number> {
    const health = await this.log.health();
    return health.heldBackSeconds;
  }
}

/** Claim keys end with the id of a person, `dibao:<personId>`; one person may stand in the registry more than once. */
const keysOfSamePerson = async (
  people: PersonRegistry,
  keys: readonly string[],
): Promise<readonly (readonly string[])[]> => {
  const parts = keys.map(
    (key) => [key.slice(0, key.lastIndexOf(':') + 1), key.slice(key.lastIndexOf(':') + 1)] as const,
  );
  const joined = await people.joined(parts.map(([, id]) => id));
  return parts.map(([scheme, id]) =>
    (joined.get(id)?.entryIds ?? []).filter((other) => other !== id).map((other) => `${scheme}${other}`),
  );
};
