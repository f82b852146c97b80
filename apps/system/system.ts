import { Pool } from 'pg';
import { Audit, migrateAudit } from '#audit';
import type { AnyCaseType, Clock, Facts, Question } from '#kernel';
import {
  MasterKey,
  PersonalDataCodec,
  type PostgresEventStore,
  PostgresKeyVault,
  createPostgresEventStore,
  logHealth,
  migrateEventStore,
  migrateKeyVault,
  readLogByCopy,
} from '#event-store';
import { CaseDesks, RuleBookDirectory, categoryOf } from '#case-desk';
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
import { ReadModels, type ReadModelsOptions } from '#read-models';
import { retentionSchedule, ruleEvents } from '#rules';
import { demoAccounts, demoPassword, demoUsers, yubeiOffices } from '#identity';
import { Metrics } from './metrics.js';
import type { Settings } from './settings.js';

/** How long a long transaction may hold new events back before the process says so. */
const horizonPatienceSeconds = 60;

export const machineClock: Clock = { now: () => new Date().toISOString() };

export interface Health {
  readonly ready: boolean;
  readonly projections: readonly object[];
  readonly log: { readonly heldBackSeconds: number } | { readonly unreachable: true };
}

export interface SystemOptions {
  readonly settings: Settings;
  readonly clock?: Clock;
  /** The case types this installation works with; all there are unless told. */
  readonly caseTypes?: readonly AnyCaseType[];
  readonly runner?: ReadModelsOptions['runner'];
}

/** The parts of one process, wired together. */
export class System {
  private readonly stopping = new AbortController();
  private following: readonly Promise<void>[] = [];

  private constructor(
    readonly settings: Settings,
    readonly clock: Clock,
    readonly pool: Pool,
    private readonly storePool: Pool,
    readonly store: PostgresEventStore,
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
    readonly metrics: Metrics,
  ) {}

  /** Connects, brings every table up to date, and loads offices and rules. */
  static async open({
    settings,
    clock = machineClock,
    caseTypes = everyCaseType,
    runner,
  }: SystemOptions): Promise<System> {
    const pool = new Pool({ connectionString: settings.databaseUrl, max: 8 });
    const storePool = new Pool({ connectionString: settings.eventStoreUrl, max: 2 });
    for (const one of [pool, storePool]) one.on('error', () => undefined);
    await migrateEventStore(storePool);
    for (const migrate of [migrateKeyVault, migratePeople, migrateIdentity, migratePrivacy, migrateAudit])
      await migrate(pool);

    const master = MasterKey.fromText(settings.masterKey);
    const store = await createPostgresEventStore({ url: settings.eventStoreUrl, now: () => clock.now() });
    const otherMaster = settings.newMasterKey === undefined ? undefined : MasterKey.fromText(settings.newMasterKey);
    const vault = new PostgresKeyVault({ pool, master, otherMaster });
    const personal = new PersonalDataCodec(vault);
    const organisation = new OrganisationDirectory(store, clock);
    const signIn = new SignIn(pool, settings.sessionSecrets, clock);
    const oidc = settings.oidc && new OidcSignIn(settings.oidc, settings.sessionSecrets, organisation, signIn, clock);
    const people = new PersonRegistry({ store, pool, codec: personal, blind: await vault.blindIndex('people'), clock });
    const rules = new RuleBookDirectory(store, clock);
    const readModels = await ReadModels.open({
      url: settings.databaseUrl,
      logUrl: settings.eventStoreUrl,
      store,
      caseTypes,
      rules: { book: () => rules.book(), refresh: () => rules.refresh() },
      category: categoryOf,
      ...(runner === undefined ? {} : { runner }),
    });
    const fingerprints = await vault.blindIndex('command');
    const trail = new Trail(store, personal, clock);
    const trailEntries = new TrailEntries(store, pool, personal);
    await moveOldAttempts(pool, trail);
    const metrics = new Metrics();
    const facts = async (questions: readonly Question[], now: string): Promise<Facts> => {
      const persons = questions.flatMap((question) => (question.ask === 'person' ? [question.personId] : []));
      const officers = questions.flatMap((question) => (question.ask === 'late-papers' ? [question.officer] : []));
      return {
        persons: persons.length === 0 ? {} : await people.factsFor(persons),
        latePapers: officers.length === 0 ? {} : await readModels.advances.lateOf(officers, now),
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
      destruction: new Destruction(vault, people),
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
    const audit = new Audit({
      pool,
      store,
      clock,
      settings: settings.audit ?? {},
      sweep: (after) => readLogByCopy(storePool, { after }),
    });
    const erasureWatch = new ErasureWatch({ store, vault, people, erasures, forgetCases });
    await Promise.all([organisation.refresh(), rules.refresh()]);
    return new System(
      settings,
      clock,
      pool,
      storePool,
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
      metrics,
    );
  }

  /** Publishes the rules and offices that a new district starts with, and in a demonstration its accounts. */
  async furnish(): Promise<void> {
    await this.rules.publish(ruleEvents);
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
    this.metrics.watch('projection_events_total', 'Events taken in by the read models', async () => {
      return (await this.readModels.health()).events;
    });
    this.metrics.watch('projection_stopped', '1 while an event stops the read models', async () => {
      return (await this.readModels.health()).stopped ? 1 : 0;
    });
    this.metrics.watch('log_held_back_seconds', 'Age of the oldest transaction that hides new events', async () => {
      return this.heldBackSeconds();
    });
    this.metrics.watch('audit_head_disputed', '1 while the log does not agree with its last signed head', async () => {
      return (await this.audit.heads.disputed()) === undefined ? 0 : 1;
    });
  }

  async health(): Promise<Health> {
    try {
      const [projection, heldBackSeconds] = await Promise.all([this.readModels.health(), this.heldBackSeconds()]);
      return {
        ready: !projection.stopped && heldBackSeconds < horizonPatienceSeconds,
        projections: [projection],
        log: { heldBackSeconds },
      };
    } catch {
      return { ready: false, projections: [], log: { unreachable: true } };
    }
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.following);
    await this.readModels.stop();
    await this.store.close();
    await Promise.all([this.pool.end(), this.storePool.end()]);
  }

  private async heldBackSeconds(): Promise<number> {
    const health = await logHealth(this.storePool);
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
