import { randomBytes, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { GetCase, GetCaseHandler, type SignedIn, provenanceOf, streamOf } from '#case-desk';
import { type JsonObject, personalPaths } from '#kernel';
import { System } from '#system';
import { median } from './measuring.js';

export interface TimeTravelRow {
  readonly events: number;
  /** The case as of a version: read, opened, folded, with the rights of today. Per second. */
  readonly travel: number;
  /** The event behind every value of the case, per second. */
  readonly provenance: number;
  /** Reading the events of the case from the store and doing nothing with them, per second. */
  readonly read: number;
  /** Median over the rounds of travel against read of the same round. */
  readonly ratio: number;
  readonly aim: number;
}

const aim = 0.5;
const rounds = 5;
const spanMs = 1_500;
const type = 'relief-application';
const viewer: SignedIn = { user: 'guo.tao', positions: [{ role: 'auditor', office: 'bureau' }] };

interface Act {
  readonly type: string;
  readonly data: JsonObject;
}

const actsOf = (events: number): readonly Act[] => {
  const personId = randomUUID();
  const opening: readonly Act[] = [
    {
      type: 'ApplicationLodged',
      data: {
        scheme: 'dibao',
        channel: 'counter',
        office: 'town-longxi',
        area: 'village-longxi-01',
        settlement: 'urban',
        applicant: { personId, name: '王小明', phone: '13900001234', address: '龙溪街道武陵路1号' },
        applicantMinor: false,
        minors: [],
        members: [],
        singlePerson: false,
        relatedToStaff: false,
        reason: '家庭收入低于标准',
        simplified: false,
        lodgedOn: '2026-02-02',
      },
    },
    { type: 'MeansTestAuthorised', data: { signedBy: [personId], signedOn: '2026-02-03' } },
  ];
  const later = (turn: number): Act => {
    switch (turn % 3) {
      case 0:
        return { type: 'NoteAdded', data: { text: `第${turn}次电话联系,家庭情况无变化` } };
      case 1:
        return {
          type: 'HomeVisitRecorded',
          data: { officers: ['u1', 'u2'], visitedOn: '2026-02-10', signedBy: 'u1', findings: '住房简陋,情况属实' },
        };
      default:
        return {
          type: 'EvidenceAttached',
          data: {
            evidenceId: `e${turn}`,
            kind: 'photo',
            name: '住房照片',
            mediaType: 'image/jpeg',
            bytes: 1,
            sha256: 'x',
          },
        };
    }
  };
  return [...opening, ...Array.from({ length: events - opening.length }, (_, turn) => later(turn))];
};

/** A case of so many events in the log, sealed as the desk stores them. */
const plant = async ({ store, personal, desks }: System, events: number): Promise<string> => {
  const room = desks.of(type)?.room;
  if (room === undefined) throw new Error(`no such case type: ${type}`);
  const caseId = randomUUID();
  const commandId = randomUUID();
  const acts = actsOf(events);
  const sealed = await personal.seal(
    acts.map((act) => {
      const schema = room.events[act.type];
      return { data: act.data, paths: schema === undefined ? [] : personalPaths(schema), subject: `case-${caseId}` };
    }),
  );
  await store.append(
    streamOf(type, caseId),
    'none',
    acts.map((act, index) => ({
      type: act.type,
      schemaVersion: room.history.versions[act.type] ?? 1,
      data: sealed[index] ?? {},
      metadata: {
        actor: { user: 'zhang.wei', role: 'townOfficer', office: 'town-longxi' },
        occurredAt: '2026-02-02T01:30:00.000Z',
        commandId,
        correlationId: commandId,
      },
    })),
    { commandId },
  );
  return caseId;
};

const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  let done = 0;
  for (; performance.now() < start + spanMs; done += 1) await work();
  return (done / (performance.now() - start)) * 1_000;
};

/** Travelling in time within one case of 100 events, against reading its events from the store alone, in turns. */
export const benchTimeTravel = async ({ url }: { readonly url: string }): Promise<readonly TimeTravelRow[]> => {
  const system = await System.open({
    settings: {
      databaseUrl: url,
      eventStoreUrl: url,
      masterKey: randomBytes(32).toString('base64'),
      sessionSecrets: [randomBytes(32).toString('hex')],
      demo: true,
    },
  });
  try {
    await system.furnish();
    const events = 100;
    const caseId = await plant(system, events);
    const handler = new GetCaseHandler(system.desks);
    const then = async (toVersion: number) => {
      const file = await handler.execute(new GetCase(caseId, viewer, { toVersion }));
      if (file?.folded.version !== toVersion) throw new Error(`not as of version ${toVersion}`);
      return file;
    };
    const read = async (): Promise<void> => {
      let seen = 0;
      for await (const { version } of system.store.read(streamOf(type, caseId))) seen = version;
      if (seen !== events) throw new Error(`${seen} of ${events} events read`);
    };
    const figures = { read: [] as number[], travel: [] as number[], provenance: [] as number[] };
    for (let round = -1; round < rounds; round += 1) {
      const one = {
        read: await perSecond(read),
        travel: await perSecond(() => then(events - 1)),
        provenance: await perSecond(async () => provenanceOf(await then(events))),
      };
      // The first round only warms up.
      if (round < 0) continue;
      figures.read.push(one.read);
      figures.travel.push(one.travel);
      figures.provenance.push(one.provenance);
    }
    const ratio = median(figures.travel.map((rate, round) => rate / (figures.read[round] ?? Number.NaN)));
    return [
      {
        events,
        travel: median(figures.travel),
        provenance: median(figures.provenance),
        read: median(figures.read),
        ratio,
        aim,
      },
    ];
  } finally {
    await system.close();
  }
};
