import { z } from 'zod';
import { defineCaseType } from '../case-type.js';
import { isRefusal } from '../decision.js';
import { type Desk, type Stamp, noFacts } from '../desk.js';
import type { SharedEvent } from './events.js';
import { type Shared, withSharedActs } from './wrap.js';

interface Opened {
  readonly type: 'Opened';
}
interface Open {
  readonly type: 'Open';
}

const now = '2026-10-29T02:00:00.000Z';
const actor = { user: 'liu', role: 'bureauLeader', office: 'bureau' } as const;
const stamp: Stamp = { occurredAt: now, recordedAt: now, actor, day: '2026-10-29' };
const label = { zh: '测试', en: 'Test' };

const room = withSharedActs(
  defineCaseType<Open, Opened | SharedEvent, { open: boolean; extended: boolean }, 'new' | 'open', 'no', null>({
    type: 'sample',
    label,
    commands: { Open: z.strictObject({ type: z.literal('Open') }) },
    events: { Opened: z.object({ type: z.literal('Opened') }), ...({} as Record<SharedEvent['type'], z.ZodType>) },
    opening: ['Open'],
    stages: {
      new: { label, commands: { Open: ['townOfficer'] }, clocks: 'none' },
      open: { label, commands: {}, clocks: ['decision'] },
    },
    initial: { open: false, extended: false },
    stageOf: (state) => (state.open ? 'open' : 'new'),
    decide: () => [{ type: 'Opened' }],
    evolve: (state, event) =>
      event.type === 'Opened'
        ? { ...state, open: true }
        : event.type === 'DeadlineExtended'
          ? { ...state, extended: true }
          : state,
    summary: (state) => ({
      stage: state.open ? 'open' : 'new',
      open: true,
      scheme: 'sample',
      title: undefined,
      office: 'town-longxi',
      area: undefined,
      persons: [],
      openedOn: '2026-09-14',
      amountFen: undefined,
      nextStep: undefined,
      outcome: undefined,
    }),
    clocks: (state) => [
      {
        clock: 'decision',
        label,
        ruleSet: 'national@1',
        source: 'x',
        startedAt: '2026-09-14T02:00:00.000Z',
        dueAt: '2026-10-30T16:00:00.000Z',
        dueOn: '2026-10-30',
        provisional: false,
        stoppedAt: undefined,
        stoppedBy: undefined,
        pauses: [],
        alarms: [],
        consequence: label,
        state: 'running',
        extension: {
          extended: state.extended,
          approvers: ['bureauLeader'],
          extendedDueAt: '2026-11-20T16:00:00.000Z',
          extendedDueOn: '2026-11-20',
        },
      },
    ],
    notices: () => [],
    ask: () => [],
    claims: () => [],
    screen: { commands: {}, events: {}, values: {}, refusals: {}, letters: [], milestones: [], path: [] },
    history: { versions: {}, upcasts: {} },
  }),
  ['open'],
);

type State = Shared<{ open: boolean; extended: boolean }>;
type Command = Parameters<typeof room.decide>[0];
type Event = Parameters<typeof room.evolve>[1];

const desk = (over: Partial<Desk<null>> = {}): Desk<null> => ({
  caseId: 'c1',
  now,
  occurredAt: now,
  today: '2026-10-29',
  actor,
  rules: null,
  facts: noFacts,
  ...over,
});

const after = (...events: Event[]): State =>
  events.reduce<State>((state, event) => room.evolve(state, event, stamp), room.initial);

const reason = (state: State, command: Command, at = desk()): unknown => {
  const decision = room.decide(command, state, at);
  return isRefusal(decision) ? decision.refused : decision.map((event) => event.type);
};

describe('acts that every case shares', () => {
  it('extends a deadline once, before it is due, by an entitled approver', () => {
    const extend: Command = { type: 'ExtendDeadline', clock: 'decision', reason: 'late reply' };
    const open = after({ type: 'Opened' });
    expect(room.decide(extend, open, desk())).toEqual([
      {
        type: 'DeadlineExtended',
        clock: 'decision',
        reason: 'late reply',
        previousDueOn: '2026-10-30',
        dueOn: '2026-11-20',
      },
    ]);
    expect(reason(open, extend, desk({ now: '2026-10-30T16:00:00.000Z' }))).toBe('extension-after-due');
    expect(reason(open, extend, desk({ actor: { ...actor, role: 'townLeader' } }))).toBe('extension-needs-approver');
    const extended = after(
      { type: 'Opened' },
      { type: 'DeadlineExtended', clock: 'decision', reason: 'x', previousDueOn: '2026-10-30', dueOn: '2026-11-20' },
    );
    expect(reason(extended, extend)).toBe('deadline-already-extended');
  });

  it('hands a case over only when the other office accepts it', () => {
    const offered = after(
      { type: 'Opened' },
      { type: 'CaseAssigned', assignee: 'wang' },
      { type: 'HandOverOffered', fromOffice: 'town-longxi', toOffice: 'town-renhe', reason: 'moved' },
    );
    expect(room.summary(offered)).toMatchObject({ office: 'town-longxi', assignee: 'wang' });
    expect(reason(offered, { type: 'AcceptHandOver' })).toBe('hand-over-offered-to-another-office');
    const accepted = room.evolve(
      offered,
      { type: 'HandOverAccepted', fromOffice: 'town-longxi', toOffice: 'town-renhe' },
      stamp,
    );
    expect(room.summary(accepted)).toMatchObject({ office: 'town-renhe', assignee: undefined });
  });

  it('takes a supervision through issued, answered and closed', () => {
    const issued = after({ type: 'SupervisionIssued', supervisionId: 's', text: 'why', answerBy: '2026-11-02' });
    expect(reason(issued, { type: 'VerifySupervision', supervisionId: 's', accepted: true })).toBe(
      'supervision-not-answered',
    );
    const answered = room.evolve(issued, { type: 'SupervisionAnswered', supervisionId: 's', text: 'because' }, stamp);
    expect(reason(answered, { type: 'VerifySupervision', supervisionId: 's', accepted: true })).toEqual([
      'SupervisionVerified',
    ]);
  });

  it('adds nothing when an act is repeated', () => {
    const state = after(
      { type: 'CaseAssigned', assignee: 'wang' },
      { type: 'FlagRaised', flag: 'urgent' },
      { type: 'CaseLinked', caseId: 'c2', kind: 'bundle' },
      { type: 'CaseWithdrawn', reason: 'moved away' },
    );
    expect(reason(state, { type: 'AssignCase', assignee: 'wang' })).toEqual([]);
    expect(reason(state, { type: 'RaiseFlag', flag: 'urgent' })).toEqual([]);
    expect(reason(state, { type: 'LinkCase', caseId: 'c2', kind: 'bundle' })).toEqual([]);
    expect(reason(state, { type: 'WithdrawCase', reason: 'moved away' })).toEqual([]);
    expect(reason(state, { type: 'LinkCase', caseId: 'c1', kind: 'bundle' })).toBe('case-linked-to-itself');
  });

  describe('evidence', () => {
    const file = { mediaType: 'image/png', bytes: 10, sha256: 'a'.repeat(64) };
    const attach: Command = { type: 'AttachEvidence', evidenceId: 'e1', kind: 'photo', name: 'house', ...file };
    const attached: Event = { ...attach, type: 'EvidenceAttached' };
    const withdraw: Command = { type: 'WithdrawEvidence', evidenceId: 'e1', reason: 'wrong case' };
    const withdrawn: Event = { ...withdraw, type: 'EvidenceWithdrawn' };
    const uploaded = (over: object = {}, evidenceId = 'e1'): Desk<null> =>
      desk({ facts: { ...noFacts, uploads: { [evidenceId]: { caseId: 'c1', ...file, ...over } } } });

    it('is a file that was uploaded for this case and is what the act says', () => {
      expect(room.ask(attach, after(), actor)).toEqual([{ ask: 'upload', evidenceId: 'e1' }]);
      expect(reason(after(), attach, uploaded())).toEqual(['EvidenceAttached']);
      expect(reason(after(), attach)).toBe('evidence-not-uploaded');
      for (const other of [{ caseId: 'c2' }, { bytes: 11 }, { mediaType: 'image/jpeg' }, { sha256: 'b'.repeat(64) }])
        expect(reason(after(), attach, uploaded(other))).toBe('evidence-not-uploaded');
    });

    it('is attached once; another file never takes its number', () => {
      expect(reason(after(attached), attach)).toEqual([]);
      const other: Command = { ...attach, sha256: 'b'.repeat(64) };
      expect(reason(after(attached), other, uploaded({ sha256: 'b'.repeat(64) }))).toBe('evidence-already-attached');
    });

    it('is withdrawn once, stays, is not superseded any more, and may be attached again', () => {
      expect(reason(after(), withdraw)).toBe('no-such-evidence');
      expect(reason(after(attached), withdraw)).toEqual(['EvidenceWithdrawn']);
      const past = after(attached, withdrawn);
      expect(reason(past, withdraw)).toEqual([]);
      expect(room.evidence?.(past)).toMatchObject([{ evidenceId: 'e1', withdrawn: { by: 'liu', at: now } }]);
      const supersede: Command = {
        ...attach,
        type: 'SupersedeEvidence',
        evidenceId: 'e2',
        supersedes: 'e1',
        reason: 'x',
      };
      expect(reason(past, supersede, uploaded({}, 'e2'))).toBe('evidence-withdrawn');
      expect(reason(past, attach, uploaded())).toEqual(['EvidenceAttached']);
      expect(room.evidence?.(after(attached, withdrawn, attached))).toEqual([
        { evidenceId: 'e1', kind: 'photo', name: 'house', ...file },
      ]);
    });
  });

  it('refuses to correct an entry that does not exist', () => {
    expect(
      reason(after({ type: 'Opened' }), { type: 'CorrectEntry', version: 2, field: 'x', correction: 'y', reason: 'z' }),
    ).toBe('no-such-entry');
  });
});
