import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { NewEvent } from '#event-store';
import type { JsonObject } from '#kernel';

const pageSize = 5_000;

const sealed = (subject: string, bytes: number): JsonObject => ({
  $sealed: subject,
  c: randomBytes(28 + bytes).toString('base64'),
});

interface Act {
  readonly type: string;
  readonly at: string;
  readonly data: JsonObject;
}

const calculation = (amountFen: number): JsonObject => ({
  ruleSet: 'chongqing@1',
  amountFen,
  lines: Array.from({ length: 8 }, (_, line) => ({
    rule: `dibao.income.${line}`,
    article: '渝府办发〔2022〕128号',
    amountFen: amountFen + line,
  })),
});

const months = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];

/** A dibao case from lodging to its sixth payment, with sealed tokens where the product stores them. */
const actsOf = (caseId: string, amountFen: number): readonly Act[] => {
  const personal = (bytes: number): JsonObject => sealed(`case-${caseId}`, bytes);
  const person = randomUUID();
  const member = (): JsonObject => {
    const personId = randomUUID();
    return {
      personId,
      name: sealed(personId, 9),
      idNumber: sealed(personId, 20),
      relation: 'child',
      hukouRegion: '500112',
      hukouKind: 'urban',
    };
  };
  const noticeId = randomUUID();
  const requestId = randomUUID();
  return [
    {
      type: 'ApplicationLodged',
      at: '2026-02-02T01:30:00.000Z',
      data: {
        scheme: 'dibao',
        channel: 'window',
        office: 'shuangfengqiao',
        area: 'shuangfengqiao-1',
        settlement: 'urban',
        applicant: {
          personId: person,
          name: sealed(person, 9),
          idNumber: sealed(person, 20),
          phone: sealed(person, 13),
          address: sealed(person, 60),
        },
        applicantMinor: false,
        minors: [],
        members: [member(), member()],
        singlePerson: false,
        relatedToStaff: false,
        reason: personal(120),
        simplified: false,
        lodgedOn: '2026-02-02',
      },
    },
    {
      type: 'MeansTestAuthorised',
      at: '2026-02-03T01:30:00.000Z',
      data: { signedBy: [person], signedOn: '2026-02-03' },
    },
    {
      type: 'ApplicationAccepted',
      at: '2026-02-04T01:30:00.000Z',
      data: { acceptedOn: '2026-02-04', ruleSet: 'chongqing@1', ruleSets: ['national@1', 'chongqing@1'] },
    },
    {
      type: 'MeansTestRequested',
      at: '2026-02-05T01:30:00.000Z',
      data: { requestId, sources: ['bank', 'tax', 'vehicle'], purpose: 'dibao', basis: '社会救助暂行办法' },
    },
    {
      type: 'HomeVisitRecorded',
      at: '2026-02-10T01:30:00.000Z',
      data: { officers: ['u1', 'u2'], visitedOn: '2026-02-10', signedBy: 'u1', findings: personal(300) },
    },
    {
      type: 'MeansTestResultRecorded',
      at: '2026-02-12T01:30:00.000Z',
      data: { requestId, outcome: 'withinLimits', findings: personal(200) },
    },
    {
      type: 'BenefitCalculated',
      at: '2026-02-13T01:30:00.000Z',
      data: { request: { scheme: 'dibao', month: '2026-02' }, calculation: calculation(amountFen) },
    },
    {
      type: 'ReviewOpinionGiven',
      at: '2026-02-25T01:30:00.000Z',
      data: { opinion: 'grant', amountFen, reasons: personal(100) },
    },
    {
      type: 'PublicNoticePosted',
      at: '2026-02-26T01:30:00.000Z',
      data: {
        noticeId,
        postedOn: '2026-02-26',
        endsOn: '2026-03-04',
        days: 7,
        scheme: 'dibao',
        headOfHousehold: sealed(person, 9),
        persons: 3,
        amountFen,
        area: 'shuangfengqiao-1',
      },
    },
    { type: 'PublicNoticeEnded', at: '2026-03-05T01:30:00.000Z', data: { noticeId } },
    { type: 'FileSubmitted', at: '2026-03-06T01:30:00.000Z', data: { to: 'bureau' } },
    {
      type: 'GrantConfirmed',
      at: '2026-03-10T01:30:00.000Z',
      data: {
        decidedOn: '2026-03-10',
        basis: '社会救助暂行办法',
        decidingBody: 'bureau',
        office: 'bureau',
        ruleSet: 'chongqing@1',
        amountFen,
        pays: 'monthly',
        firstMonth: '2026-04',
        reviewClass: 'yearly',
        household: [{ personId: person, relation: 'applicant' }],
        calculation: calculation(amountFen),
        deferred: [],
      },
    },
    {
      type: 'DecisionDelivered',
      at: '2026-03-11T01:30:00.000Z',
      data: { deliveredOn: '2026-03-11', channel: 'window', remedyText: true },
    },
    ...months.flatMap((month): readonly Act[] => [
      {
        type: 'PaymentProduced',
        at: `${month}-05T01:30:00.000Z`,
        data: { month, batchId: `batch-${month}`, amountFen },
      },
      {
        type: 'BenefitPaid',
        at: `${month}-10T01:30:00.000Z`,
        data: { month, batchId: `batch-${month}`, amountFen, paidOn: `${month}-10` },
      },
    ]),
  ];
};

/** The events of such a case, as the desk would append them. */
export const eventsOf = (caseId: string, commandId: string): readonly NewEvent[] =>
  actsOf(caseId, 100_500).map(({ type, at, data }) => ({
    type,
    schemaVersion: 1,
    data,
    metadata: {
      actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
      occurredAt: at,
      commandId,
      correlationId: commandId,
      ruleSet: 'chongqing@1',
    },
  }));

interface ReadRow {
  readonly generation: number;
  readonly xid: string;
  readonly ordinal: number;
}

/** Reads the whole log by pages and does nothing with it; the number of events. */
export const readLog = async (pool: pg.Pool): Promise<number> => {
  let read = 0;
  let last: ReadRow = { generation: 0, xid: '0', ordinal: 0 };
  for (;;) {
    const { rows } = await pool.query<ReadRow>(
      `select generation, xid::text, ordinal, stream, version, id, type, schema_version, data, metadata, recorded_at
       from log.events where (events.generation, events.xid, events.ordinal) > ($1, $2::xid8, $3)
       order by events.generation, events.xid, events.ordinal limit ${pageSize}`,
      [last.generation, last.xid, last.ordinal],
    );
    read += rows.length;
    last = rows.at(-1) ?? last;
    if (rows.length < pageSize) return read;
  }
};
