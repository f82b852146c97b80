import { z } from 'zod';
import { treeHeadSchema } from '#audit';
import { travelBys } from '#case-desk';
import {
  foundPersonInput,
  knownIdentity,
  newIdentity,
  personCorrection,
  personInput,
  personLink,
  personLinkRemoval,
} from '#people';
import { benefitStandardSchema, calendarYearSchema, delegationSchema, governingSchema, ruleSetSchema } from '#rules';
import {
  homeBody,
  officeBody,
  officeNameBody,
  passwordBody,
  positionBody,
  userBody,
} from './administration.controller.js';
import { bundlesBody, exportBody, purposeBody, verificationBody } from './audit.controller.js';
import { contentBody } from './evidence.controller.js';
import { interventionBody } from './exchange.controller.js';
import { calendarBody, delegationBody, ruleSetBody, standardBody } from './rules.controller.js';
import { erasureBody, reasonBody } from './privacy.controller.js';
import { whatIfBody } from './what-if.controller.js';

const label = z.object({ zh: z.string(), en: z.string() });
const named = z.object({ officeId: z.string(), name: label });
const user = z.object({ userId: z.string(), name: z.string() });
const loose = z.record(z.string(), z.unknown());

const pauses = z.array(
  z.object({ from: z.string(), until: z.string().optional(), why: label, responsible: z.string() }),
);

const clock = z.object({
  clock: z.string(),
  label,
  nature: z.string().optional(),
  ruleSet: z.string(),
  source: z.string(),
  startedAt: z.string(),
  dueAt: z.string(),
  dueOn: z.string(),
  provisional: z.boolean(),
  stoppedAt: z.string().optional(),
  stoppedBy: z.string().optional(),
  state: z.enum(['running', 'paused', 'met', 'late', 'overdue', 'ended']),
  workingDaysLeft: z.int().optional(),
  consequence: label,
  pauses,
  breach: z.object({ at: z.string(), recordedAt: z.string(), office: z.string() }).optional(),
  extension: z
    .object({
      extended: z.boolean(),
      approvers: z.array(z.string()),
      extendedDueAt: z.string(),
      extendedDueOn: z.string(),
    })
    .optional(),
});

const copiedEvent = z.object({
  type: z.string(),
  occurredAt: z.string(),
  recordedAt: z.string(),
  office: z.string(),
  data: loose,
});
const erasureRequest = z.object({
  requestId: z.string(),
  personId: z.string(),
  ground: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  state: z.enum(['requested', 'refused', 'erasing', 'erased']),
  decidedBy: z.string().optional(),
  entryIds: z.array(z.string()).optional(),
  casesErased: z.array(z.string()).optional(),
  casesKept: z.array(z.string()).optional(),
});

const caseRow = z.object({
  caseId: z.string(),
  type: z.string(),
  scheme: z.string(),
  stage: z.string(),
  open: z.boolean(),
  outcome: z.string().optional(),
  title: z.string().optional(),
  office: named,
  area: named.optional(),
  assignee: user.optional(),
  openedOn: z.string(),
  amountFen: z.int().optional(),
  nextStep: z.string().optional(),
  dueAt: z.string().optional(),
  dueOn: z.string().optional(),
  clock: z.string().optional(),
  provisional: z.boolean(),
  overdue: z.boolean(),
  version: z.int(),
  updatedAt: z.string(),
});

const deadline = z.object({
  caseId: z.string(),
  type: z.string(),
  scheme: z.string(),
  openedOn: z.string(),
  stage: z.string(),
  stageSince: z.string(),
  office: named,
  area: named.optional(),
  assignee: user.optional(),
  clock: z.string(),
  label,
  nature: z.string(),
  ruleSet: z.string(),
  source: z.string(),
  startedAt: z.string(),
  dueAt: z.string(),
  dueOn: z.string(),
  provisional: z.boolean(),
  pauses,
  stoppedAt: z.string().optional(),
  state: z.enum(['running', 'approaching', 'paused', 'overdue', 'met', 'late', 'ended']),
  breached: z.boolean(),
  breach: z.object({ at: z.string(), recordedAt: z.string(), office: z.string() }).optional(),
});

const deadlineCounts = z.object({
  open: z.int(),
  onTime: z.int(),
  approaching: z.int(),
  overdue: z.int(),
  paused: z.int(),
  breached: z.int(),
  oldest: z.object({ caseId: z.string(), type: z.string(), stage: z.string(), since: z.string() }).optional(),
});

const durations = z.object({
  n: z.int(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
});

const person = z.object({
  personId: z.string(),
  name: z.string().optional(),
  idNumberMasked: z.string().optional(),
  phoneMasked: z.string().optional(),
  address: z.string().optional(),
  sex: z.enum(['male', 'female']).optional(),
  bornOn: z.string().optional(),
  hukou: z.object({ kind: z.string(), region: z.string() }).optional(),
  identified: z.boolean().optional(),
  alias: z.string().optional(),
  approximateAge: z.int().optional(),
  foundAt: z.string().optional(),
  foundOn: z.string().optional(),
  deceasedOn: z.string().optional(),
  erased: z.boolean(),
});
const personEntry = person.extend({ description: z.string().optional() });

const notice = z.object({
  noticeId: z.string(),
  scheme: z.string(),
  headOfHousehold: z.string().optional(),
  persons: z.int(),
  amountFen: z.int().optional(),
  area: z.object({ name: label }),
  office: z.object({ name: label }),
  postedOn: z.string(),
  endsOn: z.string(),
});

const me = z.object({
  userId: z.string(),
  name: z.string(),
  office: named.extend({ kind: z.string() }).optional(),
  roles: z.array(z.string()),
  positions: z.array(z.object({ role: z.string(), office: z.string() })),
});

const refused = z.array(z.object({ caseId: z.string(), reason: z.string() }));

const published = z.object({ rulesVersion: z.int(), by: user, role: z.string(), at: z.string() }).optional();
const due = z.object({ dueAt: z.string(), dueOn: z.string(), provisional: z.boolean() });
const standings = z.object({ met: z.int(), late: z.int(), overdue: z.int(), ended: z.int(), running: z.int() });
const askedWhatIf = z.object({
  jobId: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  progress: z.object({ done: z.int(), of: z.int() }),
  question: loose,
  startedAt: z.string(),
});
const seenClock = z.object({ ruleSet: z.string(), dueAt: z.string(), dueOn: z.string(), state: z.string() });

const travel = z.object({
  /** `recorded`: as it was known then; `occurred`: as it was, by what had happened. */
  by: z.enum(travelBys),
  asOf: z.string().optional(),
  version: z.int().optional(),
});
const setBy = z.object({
  version: z.int(),
  type: z.string(),
  actor: z.object({
    user: z.string(),
    name: z.string(),
    role: z.string(),
    office: z.string(),
    officeName: label,
  }),
  occurredAt: z.string(),
  recordedAt: z.string(),
  ruleSet: z.string().optional(),
  /** The event corrects an earlier entry. */
  correction: z.boolean(),
  evidence: z.array(z.string()),
});
const side = z.object({ value: z.unknown().optional(), setBy: setBy.optional() });
const caseMoment = z.object({ version: z.int(), lastVersion: z.int(), travel: travel.optional() });
const hidden = { erased: z.array(z.string()), withheld: z.array(z.string()) };

const keySource = z.object({ keyId: z.string(), from: z.enum(['signing-key', 'settings', 'succession']) });
const fault = z.object({
  kind: z.string(),
  stream: z.string().optional(),
  version: z.int().optional(),
  position: z.string().optional(),
  foundBy: z.enum(['chain', 'head']),
  lastLeft: z
    .object({ stream: z.string().optional(), version: z.int().optional(), position: z.string().optional() })
    .optional(),
  between: z.array(z.int()).optional(),
  head: z.object({ treeSize: z.int(), timestamp: z.string() }).optional(),
});

const shapes = {
  Problem: z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    reason: z.string(),
    detail: loose.optional(),
    stage: z.string().optional(),
    allowed: z.array(z.string()).optional(),
    version: z.int().optional(),
    errors: z.array(z.object({ path: z.string(), reason: z.string(), message: z.string() })).optional(),
  }),
  CaseAnswer: z.object({
    caseId: z.string(),
    version: z.int(),
    stage: z.string(),
    position: z.string(),
    events: z.array(z.object({ type: z.string(), version: z.int() })),
    repeated: z.boolean(),
  }),
  CasePage: z.object({
    caseId: z.string(),
    type: z.string(),
    scheme: z.string(),
    version: z.int(),
    lastVersion: z.int(),
    travel: travel.optional(),
    stage: z.string(),
    open: z.boolean(),
    outcome: z.string().optional(),
    title: z.string().optional(),
    office: named,
    area: named.optional(),
    assignee: user.optional(),
    openedOn: z.string(),
    amountFen: z.int().optional(),
    ruleSet: z.string().optional(),
    nextStep: z.string().optional(),
    persons: z.array(z.string()),
    state: z.object({ own: loose, shared: loose }),
    commands: z.array(
      z.object({ type: z.string(), allowed: z.boolean(), reason: z.string().optional(), stages: z.array(z.string()) }),
    ),
    clocks: z.array(clock),
    notices: z.array(loose),
    erased: z.array(z.string()),
    withheld: z.array(z.string()),
    links: z.array(
      z.object({
        caseId: z.string(),
        kind: z.string(),
        region: z.string().optional(),
        linkedAt: z.string(),
        case: caseRow.optional(),
      }),
    ),
  }),
  History: z.object({
    caseId: z.string(),
    travel: travel.optional(),
    events: z.array(
      z.object({
        version: z.int(),
        type: z.string(),
        schemaVersion: z.int(),
        data: loose,
        erased: z.array(z.string()),
        actor: z.object({
          user: z.string(),
          name: z.string(),
          role: z.string(),
          office: z.string(),
          officeName: label,
        }),
        occurredAt: z.string(),
        recordedAt: z.string(),
        hash: z.string(),
        position: z.string(),
        commandId: z.string(),
        ruleSet: z.string().optional(),
        milestone: z.boolean(),
        /** The stage that the event left the case in; a fact of a clock moves none. */
        stage: z.string().optional(),
        withheld: z.array(z.string()),
        /** A fact of a clock, from the clock's own stream. */
        ofClock: z.boolean().optional(),
      }),
    ),
  }),
  Comparison: z.object({
    caseId: z.string(),
    by: z.enum(travelBys),
    from: caseMoment,
    to: caseMoment,
    differences: z.array(
      z.object({
        path: z.string(),
        change: z.enum(['added', 'removed', 'changed']),
        before: side.optional(),
        after: side.optional(),
      }),
    ),
    ...hidden,
  }),
  Provenance: caseMoment.extend({
    caseId: z.string(),
    values: z.array(
      z.object({
        path: z.string(),
        value: z.unknown(),
        setBy: setBy.optional(),
        corrections: z.array(z.object({ correction: z.string().optional(), reason: z.string().optional(), setBy })),
      }),
    ),
    ...hidden,
  }),
  EvidenceRules: z.object({ mediaTypes: z.array(z.string()), maxBytes: z.int() }),
  EvidenceUpload: z.object({
    evidenceId: z.string(),
    caseId: z.string(),
    mediaType: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    repeated: z.boolean(),
  }),
  SealedEntries: z.object({
    entries: z.array(z.object({ field: z.string(), command: z.string(), content: z.unknown(), sealedAt: z.string() })),
  }),
  Bundle: z.object({
    bundleId: z.string(),
    cases: z.array(
      z.object({
        caseType: z.string(),
        caseId: z.string().optional(),
        position: z.string().optional(),
        refused: z.string().optional(),
        detail: loose.optional(),
      }),
    ),
  }),
  WanderMatches: z.object({
    rows: z.array(
      z.object({
        personId: z.string(),
        name: z.string().optional(),
        score: z.int(),
        reasons: z.array(z.object({ likeness: z.string(), points: z.int(), shared: z.array(z.string()) })),
      }),
    ),
  }),
  ReturnRate: z.object({
    from: z.string(),
    to: z.string(),
    due: z.int(),
    returned: z.int(),
    pending: z.array(z.object({ caseId: z.string(), since: z.string() })),
    rate: z.object({ perTenThousand: z.int().optional(), complete: z.boolean() }),
  }),
  Clocks: z.object({ travel: travel.optional(), rows: z.array(clock) }),
  Deadlines: z.object({
    asOf: z.string(),
    rows: z.array(deadline),
    next: z.string().optional(),
    total: z.int(),
  }),
  DeadlineSummary: z.object({
    asOf: z.string(),
    by: z.string(),
    breachesFrom: z.iso.date(),
    all: deadlineCounts,
    groups: z.array(
      deadlineCounts.extend({
        type: z.string().optional(),
        stage: z.string().optional(),
        office: named.optional(),
        clock: z.string().optional(),
        label: label.optional(),
        assignee: user.optional(),
        filter: z.record(z.string(), z.string()),
      }),
    ),
  }),
  Timelines: z.object({
    unit: z.literal('calendarHours'),
    from: z.string(),
    to: z.string(),
    by: z.string(),
    all: durations.optional(),
    histogram: z.array(z.object({ from: z.number(), to: z.number().optional(), n: z.int() })),
    trend: z.array(durations.extend({ month: z.string() })),
    groups: z.array(durations.extend({ key: z.string(), label: label.optional() })),
  }),
  FinishedSteps: z.object({
    unit: z.literal('calendarHours'),
    rows: z.array(
      z.object({
        caseId: z.string(),
        type: z.string(),
        office: named,
        startedAt: z.string(),
        finishedAt: z.string(),
        hours: z.number(),
        cause: label.optional(),
      }),
    ),
    next: z.string().optional(),
  }),
  StuckCases: z.object({
    days: z.int(),
    rows: z.array(
      z.object({
        caseId: z.string(),
        type: z.string(),
        scheme: z.string(),
        stage: z.string(),
        office: named,
        area: named.optional(),
        assignee: user.optional(),
        reason: z.enum(['no-act', 'no-legal-command']),
        since: z.string(),
      }),
    ),
    next: z.string().optional(),
  }),
  Alerts: z.object({
    counts: z.object({ approaching: z.int(), breached: z.int(), escalated: z.int() }),
    rows: z.array(
      z.object({
        factId: z.string(),
        kind: z.enum(['approaching', 'breached', 'escalated']),
        caseId: z.string(),
        type: z.string(),
        scheme: z.string(),
        stage: z.string(),
        office: named,
        area: named.optional(),
        assignee: user.optional(),
        clock: z.string(),
        label,
        ruleSet: z.string(),
        source: z.string(),
        dueAt: z.string(),
        dueOn: z.string(),
        at: z.string(),
        recordedAt: z.string(),
        roles: z.array(z.string()),
        closedAt: z.string().optional(),
      }),
    ),
    next: z.string().optional(),
  }),
  Supervisions: z.object({
    counts: z.object({ issued: z.int(), answered: z.int(), closed: z.int() }),
    rows: z.array(
      z.object({
        supervisionId: z.string(),
        caseId: z.string(),
        type: z.string(),
        scheme: z.string(),
        stage: z.string(),
        office: named,
        area: named.optional(),
        assignee: user.optional(),
        state: z.enum(['issued', 'answered', 'closed']),
        standing: z.enum(['running', 'overdue', 'met', 'late']),
        issuedAt: z.string(),
        answerBy: z.string(),
        answeredAt: z.string().optional(),
        text: z.string().optional(),
        answer: z.string().optional(),
        remark: z.string().optional(),
        /** What was written is for those who may read the case. */
        withheld: z.boolean(),
      }),
    ),
    next: z.string().optional(),
  }),
  Caseload: z.object({
    travel: travel.optional(),
    rows: z.array(caseRow),
    next: z.string().optional(),
    total: z.int(),
  }),
  Worklist: z.object({
    travel: travel.optional(),
    counts: z.object({
      overdue: z.int(),
      dueToday: z.int(),
      within7Days: z.int(),
      later: z.int(),
      noClock: z.int(),
    }),
    rows: z.array(caseRow.extend({ bucket: z.string() })),
    next: z.string().optional(),
  }),
  CaseTypes: z.object({
    rows: z.array(
      z.object({
        type: z.string(),
        label,
        opening: z.array(z.string()),
        stages: z.array(z.object({ stage: z.string(), label, closed: z.boolean() })),
      }),
    ),
  }),
  CaseTypeDescription: z.object({
    type: z.string(),
    label,
    opening: z.array(z.string()),
    stages: z.array(
      z.object({
        stage: z.string(),
        label,
        closed: z.boolean(),
        clocks: z.union([z.literal('none'), z.array(z.string())]),
        commands: z.record(z.string(), z.array(z.string())),
      }),
    ),
    commands: z.record(z.string(), loose),
    events: z.record(z.string(), loose),
    values: z.record(z.string(), label),
    refusals: z.record(z.string(), label),
    milestones: z.array(z.string()),
    path: z.array(z.string()),
    letters: z.array(
      z.object({
        id: z.string(),
        label,
        after: z.string(),
        text: z.string(),
        basis: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
        remedy: z.string().optional(),
        series: z.string().optional(),
        signatures: z.array(z.string()).optional(),
        unsealed: z.literal(true).optional(),
        issuer: z.string().optional(),
        issuingOffice: z.string().optional(),
        delivered: z.literal(true).optional(),
      }),
    ),
  }),
  Session: z.object({ token: z.string(), me }),
  CurrentSession: z.object({ me }),
  SignInMethods: z.object({
    local: z.boolean(),
    oidc: z.object({ name: z.string(), available: z.boolean() }).optional(),
  }),
  DemoUsers: z.object({
    password: z.string(),
    rows: z.array(z.object({ userId: z.string(), name: z.string(), role: z.string(), office: named })),
  }),
  Offices: z.object({
    rows: z.array(z.object({ officeId: z.string(), kind: z.string(), parent: z.string().optional(), name: label })),
  }),
  OfficeUsers: z.object({
    rows: z.array(z.object({ userId: z.string(), name: z.string(), office: z.string(), roles: z.array(z.string()) })),
  }),
  PeopleFound: z.object({
    rows: z.array(
      person.extend({
        leadId: z.string().optional(),
        openCases: z.array(
          z.object({
            caseId: z.string().optional(),
            type: z.string(),
            scheme: z.string(),
            stage: z.string().optional(),
            office: named.optional(),
          }),
        ),
      }),
    ),
  }),
  PersonPage: personEntry.extend({
    leadId: z.string(),
    entries: z.array(personEntry),
    links: z.array(z.object({ personId: z.string(), otherId: z.string() })),
    cases: z.array(caseRow),
  }),
  PersonCopy: z.object({
    personId: z.string(),
    entries: z.array(
      personEntry
        .omit({ idNumberMasked: true, phoneMasked: true })
        .extend({ idNumber: z.string().optional(), phone: z.string().optional(), events: z.array(copiedEvent) })
        .loose(),
    ),
    cases: z.array(
      z.object({
        caseId: z.string(),
        caseType: z.string(),
        scheme: z.string(),
        office: z.string(),
        openedOn: z.string(),
        open: z.boolean(),
        outcome: z.string().optional(),
        restricted: z.boolean(),
        events: z.array(copiedEvent),
      }),
    ),
  }),
  ErasureFile: z.object({
    holds: z.array(z.object({ holdId: z.string(), personId: z.string(), placedBy: z.string(), placedAt: z.string() })),
    rows: z.array(erasureRequest),
    /** What stands in the way of an erasure today; `detail` names the case. */
    obstacles: z.array(z.object({ reason: z.string(), detail: loose.optional() })),
  }),
  ErasureRequests: z.object({ rows: z.array(erasureRequest) }),
  ErasureRequest: erasureRequest,
  ErasureAsked: z.object({ requestId: z.string() }),
  LegalHold: z.object({ holdId: z.string() }),
  RetentionDue: z.object({
    schedule: z.array(
      z.object({
        category: z.string(),
        label,
        keep: z.union([z.object({ months: z.int() }), z.literal('permanent')]),
        source: z.string(),
        certainty: z.enum(['confirmed', 'uncertain']),
      }),
    ),
    rows: z.array(
      z.object({
        caseId: z.string(),
        type: z.string(),
        scheme: z.string(),
        office: named,
        outcome: z.string().optional(),
        closedAt: z.string(),
        closedOn: z.string(),
        category: z.string(),
        keptUntil: z.string(),
        held: z.array(z.string()),
      }),
    ),
    next: z.string().optional(),
  }),
  Trail: z.object({
    rows: z.array(
      z.object({
        position: z.string(),
        kind: z.string(),
        at: z.string(),
        user,
        role: z.string(),
        office: named,
        caseId: z.string().optional(),
        personId: z.string().optional(),
        detail: loose,
      }),
    ),
    next: z.string().optional(),
  }),
  ExchangeStanding: z.object({
    /** False where this installation is not connected to Kafka; then nothing else is here. */
    connected: z.boolean(),
    outbox: z
      .object({
        taken: z.int(),
        /** Counted up to 1000. */
        waiting: z.int(),
        waitingSince: z.string().optional(),
      })
      .optional(),
    inbox: z
      .object({ waiting: z.int(), taken: z.int(), dead: z.int(), discarded: z.int(), repeats: z.int() })
      .optional(),
    trouble: z.string().optional(),
    regions: z.array(z.object({ installation: z.string(), region: z.string() })).optional(),
  }),
  DeadLetters: z.object({
    rows: z.array(
      z.object({
        messageId: z.string(),
        source: z.string(),
        kind: z.string(),
        topic: z.string(),
        partition: z.int(),
        offset: z.string(),
        bytes: z.int(),
        reason: z.string(),
        receivedAt: z.string(),
        tries: z.int(),
        replayable: z.boolean(),
      }),
    ),
    next: z.string().optional(),
  }),
  DeadLetterSettled: z.object({ messageId: z.string() }),
  RegionThread: z.object({
    thread: z.string(),
    entries: z.array(
      z.object({
        act: z.enum(['sent', 'taken', 'refused', 'not-sent']),
        kind: z.string(),
        messageId: z.string(),
        from: z.string(),
        to: z.string().optional(),
        digest: z.string().optional(),
        caseId: z.string().optional(),
        about: z.string().optional(),
        reason: z.string().optional(),
        at: z.string(),
      }),
    ),
  }),
  UserUnlocked: z.object({ userId: z.string(), wasLocked: z.boolean() }),
  PersonRegistered: z.object({ personId: z.string(), position: z.string() }),
  PublicNotices: z.object({ rows: z.array(notice), next: z.string().optional() }),
  PaymentBatches: z.object({
    rows: z.array(
      z.object({
        batchId: z.string(),
        month: z.string(),
        cases: z.int(),
        amountFen: z.int(),
        byStatus: z.record(z.string(), z.int()),
      }),
    ),
  }),
  PaymentBatch: z.object({
    batchId: z.string(),
    rows: z.array(
      z.object({
        caseId: z.string(),
        month: z.string(),
        amountFen: z.int(),
        status: z.string(),
        case: caseRow.optional(),
      }),
    ),
  }),
  PaymentBatchProduced: z.object({
    batchId: z.string(),
    month: z.string(),
    cases: z.int(),
    amountFen: z.int(),
    produced: z.int(),
    refused,
  }),
  PaymentResults: z.object({ recorded: z.int(), refused }),
  Rules: z.object({
    rulesVersion: z.int(),
    coveredYears: z.array(z.int()),
    calendarYears: z.array(z.object({ calendarYear: calendarYearSchema, published })),
    ruleSets: z.array(z.object({ name: z.string(), inForce: z.boolean(), ruleSet: ruleSetSchema, published })),
    standards: z.array(z.object({ standard: benefitStandardSchema, published })),
    delegations: z.array(z.object({ delegation: delegationSchema, published })),
    governing: z.object({ governing: governingSchema, published }),
  }),
  AdministeredOffices: z.object({
    rows: z.array(
      z.object({
        officeId: z.string(),
        kind: z.string(),
        parent: z.string().optional(),
        name: label,
        adminCode: z.string().optional(),
        closed: z.boolean(),
        /** People who hold a role there. */
        staff: z.int(),
      }),
    ),
    /** The roles that exist in each kind of office. */
    roles: z.record(z.string(), z.array(z.string())),
  }),
  AdministeredUsers: z.object({
    rows: z.array(
      z.object({
        userId: z.string(),
        name: z.string(),
        office: named,
        positions: z.array(z.object({ role: z.string(), office: named })),
      }),
    ),
    next: z.string().optional(),
    total: z.int(),
  }),
  OrganisationHistory: z.object({
    rows: z.array(
      z.object({
        version: z.int(),
        type: z.string(),
        at: z.string(),
        by: user,
        role: z.string(),
        user: user.optional(),
        office: named,
        position: z.string().optional(),
        name: z.union([z.string(), label]).optional(),
      }),
    ),
    next: z.int().optional(),
  }),
  OrganisationChanged: z.object({ version: z.int() }),
  PasswordChanged: z.object({ userId: z.string() }),
  RulesPublished: z.object({ rulesVersion: z.int(), published: z.boolean(), position: z.string().optional() }),
  MovedDeadlines: z.object({
    rows: z.array(
      z.object({
        caseId: z.string(),
        type: z.string(),
        office: named,
        clock: z.string(),
        ruleSet: z.string(),
        startedAt: z.string(),
        from: due,
        to: due,
        becauseOf: z.string(),
        rulesVersion: z.int(),
        movedAt: z.string(),
      }),
    ),
    next: z.string().optional(),
  }),
  MovedCounts: z.object({
    rows: z.array(
      z.object({
        office: named,
        clock: z.string(),
        becauseOf: z.string(),
        earlier: z.int(),
        later: z.int(),
        sameDay: z.int(),
      }),
    ),
    /** Whether every open case was gone through. */
    complete: z.boolean(),
  }),
  WhatIfStarted: z.object({ jobId: z.string() }),
  WhatIfs: z.object({ rows: z.array(askedWhatIf) }),
  WhatIf: askedWhatIf.extend({
    result: z
      .object({
        rows: z.array(
          z.object({
            office: named,
            clock: z.string(),
            label,
            total: z.int(),
            real: standings,
            whatIf: standings,
            changed: z.object({ nowMissed: z.int(), nowMet: z.int() }),
          }),
        ),
        changed: z.array(
          z.object({
            caseId: z.string(),
            type: z.string(),
            office: named,
            clock: z.string(),
            startedAt: z.string(),
            real: seenClock.optional(),
            whatIf: seenClock.optional(),
            effect: z.enum(['nowMissed', 'nowMet']).optional(),
          }),
        ),
        changedCount: z.int(),
      })
      .optional(),
  }),
  TreeHeads: z.object({
    rows: z.array(treeHeadSchema),
    next: z.int().optional(),
    latest: treeHeadSchema.optional(),
    disputed: treeHeadSchema.optional(),
    keys: z.object({
      publicKeys: z.array(z.object({ keyId: z.string(), pem: z.string() })),
      successions: z.array(
        z.object({
          previous: z.string(),
          next: z.string(),
          at: z.string(),
          signatures: z.object({ previous: z.string(), next: z.string() }),
        }),
      ),
      /** Those whose signatures count, and why. */
      trusted: z.array(keySource),
    }),
  }),
  VerifiedSlice: z.object({
    result: z.object({
      whole: z.boolean(),
      checked: z.object({
        events: z.int(),
        streams: z.int(),
        uncovered: z.int(),
        heads: z.object({ database: z.int(), outside: z.int() }),
        agreesWith: z.object({ treeSize: z.int(), timestamp: z.string(), rootHash: z.string() }).optional(),
      }),
      first: fault.optional(),
      faults: z.array(fault),
    }),
    next: z.string().optional(),
    /** With what all slices end, where not with the log. */
    to: z.string().optional(),
    /** Events left for further slices. */
    left: z.int(),
    keys: z.array(keySource),
  }),
  PaymentReconciliation: z.object({ reconciled: z.int(), refused }),
} as const;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _dialect, ...shape } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'openapi-3.0' });
  return shape;
};

/** The shape of every answer, by name. */
export const responses: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(shapes).map(([name, schema]) => [name, jsonSchema(schema, 'input')]),
);

interface Described {
  readonly status: string;
  readonly schema?: keyof typeof shapes;
  readonly body?: object;
  /** The answer is a file of one of these media types; beside a schema, where the client asks for it. */
  readonly media?: readonly string[];
  /** The body is a file, with its digest (RFC 9530) beside it. */
  readonly file?: true;
  readonly query?: readonly string[];
}

const body = (schema: z.ZodType): object => jsonSchema(schema, 'input');
const zip = ['application/zip'];
const csv = ['text/csv'];
const exportMedia = ['text/csv', 'application/xml', 'application/json'];
const paging = ['cursor', 'limit', 'after'];
const moment = ['asOf', 'version', 'by', 'after'];
const deadlineFilter = [
  ...['type', 'scheme', 'stage', 'office', 'subtree', 'assignee', 'clock', 'state', 'nature', 'dueFrom', 'dueTo'],
  ...['breached', 'asOf', 'format'],
];
const period = ['from', 'to', 'step', 'type', 'office', 'subtree', 'format'];

/** What each call takes and answers, beside the calls of the case types. */
export const bodies: Readonly<Record<string, Described>> = {
  'POST /api/session': {
    status: '200',
    schema: 'Session',
    body: body(z.strictObject({ user: z.string(), password: z.string() })),
  },
  'GET /api/session': { status: '200', schema: 'CurrentSession' },
  'DELETE /api/session': { status: '204' },
  'GET /api/session/methods': { status: '200', schema: 'SignInMethods' },
  'GET /api/session/oidc/start': { status: '303', query: ['returnTo'] },
  'GET /api/session/oidc/callback': { status: '303', query: ['code', 'state', 'error'] },
  'GET /api/session/demo-users': { status: '200', schema: 'DemoUsers' },
  'GET /api/offices': { status: '200', schema: 'Offices' },
  'GET /api/offices/{office}/users': { status: '200', schema: 'OfficeUsers' },
  'GET /api/case-types': { status: '200', schema: 'CaseTypes' },
  'GET /api/case-types/{type}': { status: '200', schema: 'CaseTypeDescription' },
  'GET /api/cases/{caseId}': { status: '200', schema: 'CasePage', query: moment },
  'GET /api/cases/{caseId}/history': { status: '200', schema: 'History', query: moment },
  'GET /api/cases/{caseId}/clocks': { status: '200', schema: 'Clocks', query: moment },
  'GET /api/cases/{caseId}/comparison': { status: '200', schema: 'Comparison', query: ['from', 'to', 'by'] },
  'GET /api/cases/{caseId}/provenance': { status: '200', schema: 'Provenance', query: ['path', ...moment] },
  'POST /api/cases/{caseId}/sealed': {
    status: '200',
    schema: 'SealedEntries',
    body: body(z.strictObject({ purpose: z.string().min(4).max(500) })),
  },
  'GET /api/evidence/rules': { status: '200', schema: 'EvidenceRules' },
  'POST /api/cases/{caseId}/evidence': { status: '201', schema: 'EvidenceUpload', file: true },
  'POST /api/cases/{caseId}/evidence/{evidenceId}/content': {
    status: '200',
    media: ['application/octet-stream'],
    body: body(contentBody),
  },
  'POST /api/bundles': {
    status: '201',
    schema: 'Bundle',
    body: body(
      z.strictObject({
        cases: z
          .array(z.strictObject({ caseType: z.string(), command: z.looseObject({ type: z.string() }) }))
          .min(2)
          .max(8),
      }),
    ),
  },
  'GET /api/wander-risk-lists/matches': { status: '200', schema: 'WanderMatches', query: ['caseId'] },
  'GET /api/indicators/return-rate': { status: '200', schema: 'ReturnRate', query: ['from', 'to', 'after'] },
  'GET /api/caseload': {
    status: '200',
    schema: 'Caseload',
    query: ['type', 'scheme', 'stage', 'office', 'assignee', 'open', 'overdue', 'person', 'text', 'asOf', ...paging],
  },
  'GET /api/worklist': { status: '200', schema: 'Worklist', query: ['bucket', 'mine', 'asOf', ...paging] },
  'GET /api/deadlines': { status: '200', schema: 'Deadlines', media: csv, query: [...deadlineFilter, ...paging] },
  'GET /api/deadlines/summary': {
    status: '200',
    schema: 'DeadlineSummary',
    media: csv,
    query: [...deadlineFilter, 'by', 'after'],
  },
  'GET /api/deadlines/timelines': { status: '200', schema: 'Timelines', media: csv, query: [...period, 'by', 'after'] },
  'GET /api/deadlines/timelines/steps': {
    status: '200',
    schema: 'FinishedSteps',
    media: csv,
    query: [...period, 'month', 'cause', 'atLeast', 'below', ...paging],
  },
  'GET /api/deadlines/stuck': {
    status: '200',
    schema: 'StuckCases',
    media: csv,
    query: ['days', 'stepExpected', 'type', 'office', 'format', ...paging],
  },
  'GET /api/alerts': { status: '200', schema: 'Alerts', query: ['days', ...paging] },
  'GET /api/supervisions': {
    status: '200',
    schema: 'Supervisions',
    media: csv,
    query: ['state', 'type', 'office', 'caseId', 'format', ...paging],
  },
  'POST /api/people/search': {
    status: '200',
    schema: 'PeopleFound',
    body: body(
      z.strictObject({ text: z.string().optional(), idNumber: z.string().optional(), phone: z.string().optional() }),
    ),
  },
  'GET /api/people': { status: '200', schema: 'PeopleFound', query: ['text'] },
  'POST /api/people': { status: '201', schema: 'PersonRegistered', body: body(personInput) },
  'POST /api/people/unidentified': { status: '201', schema: 'PersonRegistered', body: body(foundPersonInput) },
  'POST /api/people/{personId}/identity': {
    status: '200',
    schema: 'PersonRegistered',
    body: body(z.union([knownIdentity, newIdentity])),
  },
  'POST /api/people/{personId}/links': { status: '200', schema: 'PersonRegistered', body: body(personLink) },
  'POST /api/people/{personId}/links/{otherId}/removal': {
    status: '200',
    schema: 'PersonRegistered',
    body: body(personLinkRemoval),
  },
  'GET /api/people/{personId}': { status: '200', schema: 'PersonPage' },
  'POST /api/people/{personId}/corrections': {
    status: '200',
    schema: 'PersonRegistered',
    body: body(personCorrection),
  },
  'POST /api/people/{personId}/death': {
    status: '200',
    schema: 'PersonRegistered',
    body: body(z.strictObject({ diedOn: z.iso.date() })),
  },
  'GET /api/people/{personId}/copy': { status: '200', schema: 'PersonCopy' },
  'GET /api/people/{personId}/erasure-requests': { status: '200', schema: 'ErasureFile' },
  'POST /api/people/{personId}/erasure-requests': { status: '201', schema: 'ErasureAsked', body: body(erasureBody) },
  'POST /api/people/{personId}/erasure-requests/{requestId}/approval': { status: '200', schema: 'ErasureRequest' },
  'POST /api/people/{personId}/erasure-requests/{requestId}/refusal': {
    status: '200',
    schema: 'ErasureAsked',
    body: body(reasonBody),
  },
  'POST /api/people/{personId}/holds': { status: '201', schema: 'LegalHold', body: body(reasonBody) },
  'DELETE /api/people/{personId}/holds/{holdId}': { status: '200', schema: 'LegalHold', body: body(reasonBody) },
  'GET /api/erasure-requests': { status: '200', schema: 'ErasureRequests' },
  'GET /api/retention/due': { status: '200', schema: 'RetentionDue', query: ['cursor', 'limit'] },
  'GET /api/audit/heads': { status: '200', schema: 'TreeHeads', query: ['cursor', 'limit'] },
  'POST /api/audit/verification': { status: '200', schema: 'VerifiedSlice', body: body(verificationBody) },
  'GET /api/audit/cases/{caseId}/bundle': { status: '200', media: zip },
  'POST /api/audit/cases/{caseId}/bundle': { status: '200', media: zip, body: body(purposeBody) },
  'GET /api/audit/bundles': { status: '200', media: zip, query: ['type', 'office', 'from', 'to'] },
  'POST /api/audit/bundles': { status: '200', media: zip, body: body(bundlesBody) },
  'GET /api/audit/exports': {
    status: '200',
    media: exportMedia,
    query: ['format', 'type', 'office', 'from', 'to'],
  },
  'POST /api/audit/exports': { status: '200', media: exportMedia, body: body(exportBody) },
  'GET /api/audit/trail': {
    status: '200',
    schema: 'Trail',
    query: ['kind', 'user', 'caseId', 'personId', 'from', 'to', 'cursor', 'limit'],
  },
  'GET /api/exchange': { status: '200', schema: 'ExchangeStanding' },
  'GET /api/exchange/dead-letters': { status: '200', schema: 'DeadLetters', query: ['cursor', 'limit'] },
  'POST /api/exchange/dead-letters/{messageId}/replay': {
    status: '200',
    schema: 'DeadLetterSettled',
    body: body(interventionBody),
  },
  'POST /api/exchange/dead-letters/{messageId}/discard': {
    status: '200',
    schema: 'DeadLetterSettled',
    body: body(interventionBody),
  },
  'GET /api/exchange/threads/{thread}': { status: '200', schema: 'RegionThread' },
  'POST /api/users/{userId}/unlock': { status: '200', schema: 'UserUnlocked' },
  'GET /api/administration/offices': { status: '200', schema: 'AdministeredOffices' },
  'POST /api/administration/offices': { status: '201', schema: 'OrganisationChanged', body: body(officeBody) },
  'POST /api/administration/offices/{officeId}/name': {
    status: '200',
    schema: 'OrganisationChanged',
    body: body(officeNameBody),
  },
  'POST /api/administration/offices/{officeId}/closure': { status: '200', schema: 'OrganisationChanged' },
  'GET /api/administration/users': {
    status: '200',
    schema: 'AdministeredUsers',
    query: ['office', 'text', 'cursor', 'limit'],
  },
  'POST /api/administration/users': { status: '201', schema: 'OrganisationChanged', body: body(userBody) },
  'POST /api/administration/users/{userId}/home': {
    status: '200',
    schema: 'OrganisationChanged',
    body: body(homeBody),
  },
  'POST /api/administration/users/{userId}/positions': {
    status: '201',
    schema: 'OrganisationChanged',
    body: body(positionBody),
  },
  'POST /api/administration/users/{userId}/positions/end': {
    status: '200',
    schema: 'OrganisationChanged',
    body: body(positionBody),
  },
  'POST /api/administration/users/{userId}/password': {
    status: '200',
    schema: 'PasswordChanged',
    body: body(passwordBody),
  },
  'GET /api/administration/history': {
    status: '200',
    schema: 'OrganisationHistory',
    query: ['office', 'user', 'cursor', 'limit'],
  },
  'GET /api/public-notices': { status: '200', schema: 'PublicNotices', query: ['office', ...paging] },
  'GET /api/rules': { status: '200', schema: 'Rules' },
  'GET /api/rules/moved': { status: '200', schema: 'MovedDeadlines', query: ['rulesVersion', ...paging] },
  'GET /api/rules/moved/summary': { status: '200', schema: 'MovedCounts', query: ['rulesVersion'] },
  'POST /api/rules/calendars': { status: '201', schema: 'RulesPublished', body: body(calendarBody) },
  'POST /api/rules/rule-sets': { status: '201', schema: 'RulesPublished', body: body(ruleSetBody) },
  'POST /api/rules/standards': { status: '201', schema: 'RulesPublished', body: body(standardBody) },
  'POST /api/rules/delegations': { status: '201', schema: 'RulesPublished', body: body(delegationBody) },
  'POST /api/deadlines/what-if': { status: '202', schema: 'WhatIfStarted', body: body(whatIfBody) },
  'GET /api/deadlines/what-if': { status: '200', schema: 'WhatIfs' },
  'GET /api/deadlines/what-if/{jobId}': { status: '200', schema: 'WhatIf', media: csv, query: ['table', 'format'] },
  'DELETE /api/deadlines/what-if/{jobId}': { status: '204' },
  'GET /api/payment-batches': { status: '200', schema: 'PaymentBatches' },
  'POST /api/payment-batches': {
    status: '201',
    schema: 'PaymentBatchProduced',
    body: body(z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/) })),
  },
  'GET /api/payment-batches/{batchId}': { status: '200', schema: 'PaymentBatch' },
  'POST /api/payment-batches/{batchId}/results': {
    status: '200',
    schema: 'PaymentResults',
    body: body(
      z.strictObject({
        results: z.array(
          z.strictObject({
            caseId: z.uuid(),
            outcome: z.enum(['paid', 'returned']),
            ground: z.enum(['accountClosed', 'nameMismatch', 'accountUnknown', 'other']).optional(),
          }),
        ),
        paidOn: z.iso.date().optional(),
      }),
    ),
  },
  'POST /api/payment-batches/{batchId}/reconciliation': { status: '200', schema: 'PaymentReconciliation' },
};
