import { z } from 'zod';
import { defineCaseType, type ClockView } from '#kernel';

/** A small case type for specs: a parcel is opened, weighed any number of times, paid for and closed. */
type ParcelEvent =
  | {
      readonly type: 'ParcelOpened';
      readonly title: string;
      readonly persons: readonly string[];
      readonly dueAt?: string;
    }
  | { readonly type: 'ParcelWeighed'; readonly fen: number }
  | { readonly type: 'ParcelPaid'; readonly month: string; readonly batchId: string }
  | { readonly type: 'ParcelBroken' }
  | { readonly type: 'NoticePosted'; readonly noticeId: string; readonly endsOn: string }
  | { readonly type: 'AdvanceGiven'; readonly advanceId: string; readonly papersDueAt: string }
  | { readonly type: 'ParcelClosed' };

export interface Parcel {
  readonly title?: string;
  readonly office: string;
  readonly persons: readonly string[];
  readonly dueAt?: string;
  /** Sum of all weighings: an event taken in twice, or not at all, shows. */
  readonly fen: number;
  readonly weighings: number;
  readonly payments: readonly { readonly month: string; readonly batchId: string; readonly fen: number }[];
  readonly notices: readonly { readonly noticeId: string; readonly endsOn: string }[];
  readonly advances: readonly { readonly advanceId: string; readonly officer: string; readonly papersDueAt: string }[];
  readonly closed: boolean;
}

const initial: Parcel = {
  office: '',
  persons: [],
  fen: 0,
  weighings: 0,
  payments: [],
  notices: [],
  advances: [],
  closed: false,
};

const label = { zh: '包裹', en: 'Parcel' };
const day = '2026-03-02';

const clock = (dueAt: string, stopped: boolean): ClockView => ({
  clock: 'delivery',
  label,
  nature: 'statutory',
  ruleSet: 'parcels@1',
  source: 'spec',
  startedAt: '2026-03-02T01:00:00.000Z',
  dueAt,
  dueOn: dueAt.slice(0, 10),
  provisional: false,
  stoppedAt: stopped ? '2026-03-03T01:00:00.000Z' : undefined,
  stoppedBy: stopped ? 'ParcelClosed' : undefined,
  pauses: [],
  alarms: [],
  consequence: label,
  state: stopped ? 'met' : 'running',
  extension: undefined,
});

/** While it is true, `ParcelBroken` cannot be evolved. */
export const trouble = { broken: true };

export const parcel = defineCaseType<
  { readonly type: 'OpenParcel' },
  ParcelEvent,
  Parcel,
  'open' | 'closed',
  string,
  unknown
>({
  type: 'spec-parcel',
  label,
  commands: { OpenParcel: z.object({}) },
  events: {
    ParcelOpened: z.object({}),
    ParcelWeighed: z.object({}),
    ParcelPaid: z.object({}),
    ParcelBroken: z.object({}),
    NoticePosted: z.object({}),
    AdvanceGiven: z.object({}),
    ParcelClosed: z.object({}),
  },
  opening: ['OpenParcel'],
  stages: {
    open: { label, commands: {}, clocks: 'none' },
    closed: { label, commands: {}, clocks: 'none', closed: true },
  },
  initial,
  stageOf: ({ closed }) => (closed ? 'closed' : 'open'),
  decide: () => [],
  evolve: (state, event, { actor }) => {
    switch (event.type) {
      case 'ParcelOpened':
        return { ...state, title: event.title, persons: event.persons, dueAt: event.dueAt, office: actor.office };
      case 'ParcelWeighed':
        return { ...state, fen: state.fen + event.fen, weighings: state.weighings + 1 };
      case 'ParcelPaid':
        return {
          ...state,
          payments: [...state.payments, { month: event.month, batchId: event.batchId, fen: state.fen }],
        };
      case 'ParcelBroken':
        if (trouble.broken) throw new TypeError(`cannot read the secret of ${JSON.stringify(event)}`);
        return state;
      case 'NoticePosted':
        return { ...state, notices: [...state.notices, { noticeId: event.noticeId, endsOn: event.endsOn }] };
      case 'AdvanceGiven':
        return {
          ...state,
          advances: [
            ...state.advances,
            { advanceId: event.advanceId, officer: actor.user, papersDueAt: event.papersDueAt },
          ],
        };
      case 'ParcelClosed':
        return { ...state, closed: true };
      default:
        return event satisfies never;
    }
  },
  summary: (state) => ({
    stage: state.closed ? 'closed' : 'open',
    open: !state.closed,
    scheme: 'parcel',
    title: state.title,
    office: state.office,
    area: undefined,
    persons: state.persons,
    openedOn: day,
    amountFen: state.fen,
    nextStep: 'Weigh',
    outcome: state.closed ? 'delivered' : undefined,
  }),
  clocks: ({ dueAt, closed }) => (dueAt === undefined ? [] : [clock(dueAt, closed)]),
  notices: ({ notices, title, fen, office }) =>
    notices.map(({ noticeId, endsOn }) => ({
      noticeId,
      scheme: 'parcel',
      headOfHousehold: title,
      persons: 1,
      amountFen: fen,
      area: 'area-1',
      office,
      postedOn: day,
      endsOn,
      takenDownOn: undefined,
    })),
  money: (state) => ({
    payments: state.payments.map(({ month, batchId, fen }) => ({ month, batchId, amountFen: fen, status: 'produced' })),
    advances: state.advances.map(({ advanceId, officer, papersDueAt }) => ({
      advanceId,
      officer,
      amountFen: 100,
      paidAt: '2026-03-02T01:00:00.000Z',
      papersDueAt,
      papersCompleted: false,
      accountabilityOpened: false,
    })),
    payable: state.fen > 0 && !state.closed ? { from: '2026-04', to: undefined } : undefined,
  }),
  ask: () => [],
  claims: () => [],
  screen: { commands: {}, events: {}, values: {}, refusals: {}, letters: [], milestones: [], path: [] },
  history: {
    versions: { ParcelWeighed: 2 },
    // The first version gave jiao.
    upcasts: { ParcelWeighed: { 1: ({ jiao }) => ({ fen: Number(jiao) * 10 }) } },
  },
});
