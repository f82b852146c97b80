import * as kurrent from '@kurrent/kurrentdb-client';
import grpc from '@grpc/grpc-js';
import fc from 'fast-check';
import {
  AppendRefused,
  StoreUnavailable,
  createKurrentEventStore,
  linkHash,
  verifyAll,
  verifyStream,
} from '#event-store';
import { all, command, follow, freshCategory, noted, numbersOf, until } from '../contract/samples.js';
import { startOfLog } from '../postgres/position.js';
import { Connection, isKurrentUrl } from './connection.js';
import { Overtaken, expectedState, meaningOf } from './failures.js';
import { commandStream, idStream, ownStreams, readName, writtenName } from './names.js';
import { type KurrentPlace, kurrentPlace, kurrentPosition, kurrentStart } from './position.js';
import { ForeignRecord, readRecord, recordOf } from './records.js';
import { ModelServer } from './testing/model-server.js';

const place = fc
  .record({ commit: fc.bigInt(0n, 2n ** 64n - 1n), prepare: fc.bigInt(0n, 2n ** 64n - 1n) })
  .chain((at) => fc.constantFrom<KurrentPlace>({ side: 'at', ...at }, { side: 'after', ...at }));

const compared = (one: bigint | string, other: bigint | string): number => (one < other ? -1 : one > other ? 1 : 0);

describe('positions', () => {
  it('come back from their text, whose order is that of the log', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(kurrentPlace(kurrentPosition(one))).toEqual(one);
        const [a, b] = [kurrentPosition(one), kurrentPosition(other)];
        if (one.side === 'start' || other.side === 'start' || one.side !== other.side) return;
        expect(compared(a, b)).toBe(compared(one.commit, other.commit) || compared(one.prepare, other.prepare));
      }),
    );
  });

  it('lie before, at and after a record, the first one too', () => {
    const record = { commit: 0n, prepare: 0n };
    const [at, after] = [kurrentPosition({ side: 'at', ...record }), kurrentPosition({ side: 'after', ...record })];
    expect([after, at, kurrentStart].sort()).toEqual([kurrentStart, at, after]);
    expect(after < kurrentPosition({ side: 'at', commit: 1n, prepare: 1n })).toBe(true);
  });

  it('of a log in PostgreSQL are refused', () => {
    expect(() => kurrentPlace(startOfLog)).toThrow(RangeError);
  });
});

describe('names', () => {
  const safe = /^[A-Za-z0-9_.-]+$/;

  it('come back from what is written, which holds only what every server takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        expect(writtenName(name)).toMatch(safe);
        expect(readName(writtenName(name))).toBe(name);
      }),
    );
    expect(writtenName('reliefApplication-1')).toBe('reliefApplication-1');
  });

  it('of commands and ids are told from streams of ours', () => {
    const own = new RegExp(ownStreams);
    for (const name of [commandStream('a-b'), idStream('x'), '$users']) expect(own.test(name)).toBe(false);
    expect(own.test(writtenName('渝北-1'))).toBe(true);
  });
});

describe('records', () => {
  const stored = { stream: 'case-1', version: 3, recordedAt: '2026-03-02T01:30:00.000Z', hash: 'ab'.repeat(32) };
  const event = { ...stored, ...noted({ b: 1, a: '汉' }), id: '6f2b1f6e-58c5-4e7f-9f0e-1a2b3c4d5e6f' };
  const bytes = (data: unknown): unknown => JSON.parse(Buffer.from(JSON.stringify(data), 'utf8').toString('utf8'));
  const recorded = (data: unknown, position?: kurrent.Position): kurrent.RecordedEvent => ({
    streamId: 'case-1',
    revision: 2n,
    id: event.id,
    type: 'Noted',
    isJson: true,
    created: new Date(0),
    data: bytes(data) as kurrent.JSONType,
    metadata: undefined,
    ...(position && { position }),
  });

  it('give back the event to the letter, so that its link holds', () => {
    const record = recordOf(event, { id: 'command', events: 1, fingerprint: 'digest' });
    const { event: read, command: note } = readRecord(recorded(record.data, { commit: 9n, prepare: 8n }));
    expect(JSON.stringify(read.data)).toBe(JSON.stringify(event.data));
    expect(read).toEqual({ ...event, position: '0000000000000009-0000000000000008-1' });
    expect(linkHash(event.hash, read)).toBe(linkHash(event.hash, event));
    expect(note).toEqual({ id: 'command', events: 1, fingerprint: 'digest' });
  });

  it.each([
    ['of another application', { hello: '张三' }, { commit: 1n, prepare: 1n }],
    ['that is no object', '张三', { commit: 1n, prepare: 1n }],
    ['without a place', recordOf(event).data, undefined],
  ])('%s is told aloud, without what it says', (_, data, position) => {
    expect(() => readRecord(recorded(data, position))).toThrow(ForeignRecord);
    expect(() => readRecord(recorded(data, position))).toThrow(/Record 2 of case-1/);
    expect(() => readRecord(recorded(data, position))).not.toThrow('张三');
  });
});

describe('failures', () => {
  const service = (code: grpc.status, exception?: string): Error => {
    const metadata = new grpc.Metadata();
    if (exception !== undefined) metadata.set('exception', exception);
    return Object.assign(new Error('told by the server'), { code, details: '', metadata });
  };
  const conflict = new kurrent.WrongExpectedVersionError(undefined, {
    streamName: 'case-1',
    expected: 2n,
    current: 3n,
  });

  it.each([
    ['another revision', conflict, Overtaken],
    ['too large', kurrent.MaxAppendSizeExceededError.fromMaxAppendSize(1), AppendRefused],
    ['away', new kurrent.UnavailableError(), StoreUnavailable],
    ['away, not yet told by the client', service(grpc.status.UNAVAILABLE), StoreUnavailable],
    ['late', new kurrent.DeadlineExceededError(), StoreUnavailable],
    ['late within the server', new kurrent.TimeoutError(), StoreUnavailable],
    ['cancelled by the server', new kurrent.CancelledError(), StoreUnavailable],
    ['unknown', new kurrent.UnknownError(), StoreUnavailable],
    ['an old server', new kurrent.UnsupportedError('multiStreamAppend', '25.1'), Error],
    ['without rights', new kurrent.AccessDeniedError(), kurrent.AccessDeniedError],
    ['without rights, not yet told by the client', service(grpc.status.UNAUTHENTICATED), kurrent.AccessDeniedError],
    ['a deleted stream', kurrent.StreamDeletedError.fromStreamName('case-1'), kurrent.StreamDeletedError],
    ['our own', new RangeError('ours'), RangeError],
  ])('%s', (_, error, meaning) => {
    expect(meaningOf(error)).toBeInstanceOf(meaning);
  });

  it('counts revisions from 0 and versions from 1, and never expects just anything', () => {
    expect([0, 1, 7].map(expectedState)).toEqual(['no_stream', 0n, 6n]);
  });

  it('does not repeat a connection string that cannot be read', () => {
    const open = (): Connection => new Connection('kurrentdb://clerk:secret@', 1_000);
    expect(open).toThrow(RangeError);
    expect(open).not.toThrow('secret');
  });

  it.each([
    ['kurrentdb://h', true],
    ['kurrentdb+discover://h', true],
    ['kurrent://h', true],
    ['esdb://h:2113?tls=false', true],
    ['postgres://h/d', false],
  ])('%s: is a KurrentDB %s', (url, is) => expect(isKurrentUrl(url)).toBe(is));
});

describe('faults, against a model of the server', () => {
  let server: ModelServer;
  let stream: string;
  const open = (more: { patienceMs?: number; deadlineMs?: number } = {}) =>
    createKurrentEventStore({ url: server.url, deadlineMs: 2_000, ...more });

  beforeEach(async () => {
    server = await ModelServer.start();
    stream = `${freshCategory()}-1`;
  });
  afterEach(() => server.kill());

  it('answers as the first time when the first answer was lost with the connection', async () => {
    const store = await open();
    const options = command();
    server.fail('answer-lost');
    const answer = store.append(stream, 'none', [noted({ n: 1 }), noted({ n: 2 })], options);
    await until('the server is gone', () => server.log.stream(stream).length === 2);
    await server.listen();
    expect(await answer).toMatchObject({ firstVersion: 1, lastVersion: 2 });
    expect(await store.append(stream, 'none', [noted({ n: 3 })], options)).toMatchObject({ repeated: true });
    expect(numbersOf(await all(store.read(stream)))).toEqual([1, 2]);
    await store.close();
  });

  it('finds the leader anew when the node it writes to is none any more', async () => {
    const store = await open();
    server.fail('not-leader');
    expect(await store.append(stream, 'none', [noted()], command())).toMatchObject({ repeated: false });
    await store.close();
  });

  it('gives up on a server that does not answer, and the same call may be repeated', async () => {
    const store = await open({ patienceMs: 0, deadlineMs: 1_500 });
    server.fail('silent');
    const options = command();
    await expect(store.append(stream, 'none', [noted()], options)).rejects.toThrow(StoreUnavailable);
    expect(await store.append(stream, 'none', [noted()], options)).toMatchObject({ repeated: false });
    await store.close();
  });

  it('waits longer for a search that goes over the whole log than for anything else', async () => {
    const store = await open({ patienceMs: 0 });
    await store.append(stream, 'none', [noted({ n: 1 })], command());
    const release = server.holdSearches();
    const search = store.readAll({ limit: 10, categories: [stream.slice(0, stream.indexOf('-'))] });
    search.catch(() => undefined);
    server.fail('silent');
    await expect(store.append(stream, 'any', [noted()], command())).rejects.toThrow(StoreUnavailable);
    release();
    expect(numbersOf((await search).events)).toEqual([1]);
    await store.close();
  });

  it('says so when the server is away from the beginning', async () => {
    server.kill();
    await expect(open()).rejects.toThrow(StoreUnavailable);
  });

  it('misses nothing and repeats nothing in a subscription while the server goes and comes', async () => {
    const [store, other] = [await open({ patienceMs: 20_000 }), await open()];
    const reader = follow(other, [stream.slice(0, stream.indexOf('-'))]);
    for (let n = 0; n < 30; n += 1) {
      const appended = store.append(stream, 'any', [noted({ n })], command());
      if (n % 10 === 5) {
        server.kill();
        await server.listen();
      }
      await appended;
    }
    await until('all seen', () => reader.events.length >= 30, 30_000);
    await reader.stop();
    expect(numbersOf(reader.events)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect((await verifyStream(store, stream)).faults).toEqual([]);
    expect(await verifyAll(store)).toMatchObject({ streams: 1, events: 30, faults: [] });
    await Promise.all([store.close(), other.close()]);
  }, 60_000);

  it('tells of a record that was changed in the database', async () => {
    const store = await open();
    await store.append(stream, 'none', [noted({ n: 1 }), noted({ n: 2 })], command());
    const [record] = server.log.stream(stream);
    record?.data.set(Buffer.from('"n":7'), Buffer.from(record.data).indexOf('"n":1'));
    expect((await verifyStream(store, stream)).faults).toMatchObject([{ version: 1, kind: 'changed' }]);
    await store.close();
  });
});
