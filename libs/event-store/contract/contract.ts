import { randomUUID } from 'node:crypto';
import { canonicalForm, chainStart, linkHash } from '../chain.js';
import { AppendRefused, StoreUnavailable, VersionConflict, type EventStore, type ExpectedVersion } from '../port.js';
import { verifyStream } from '../verify.js';
import { all, command, follow, freshCategory, noted, numbersOf, readLog, until } from './samples.js';

export interface ContractSubject {
  /** The log, always the same one; each call a store of its own, as another process would have. */
  open(options?: { readonly now?: () => string }): Promise<EventStore>;
  close(): Promise<void>;
}

/** What every adapter of the event store must keep. `prepare` gives a log that may hold other events already. */
export const eventStoreContract = (name: string, prepare: () => Promise<ContractSubject>): void => {
  describe(`event store contract: ${name}`, () => {
    let subject: ContractSubject;
    let store: EventStore;
    let other: EventStore;
    let category: string;
    let stream: string;

    beforeAll(async () => {
      subject = await prepare();
      store = await subject.open();
      other = await subject.open();
    });
    afterAll(async () => {
      await store.close();
      await other.close();
      await subject.close();
    });
    beforeEach(() => {
      category = freshCategory();
      stream = `${category}-1`;
    });

    describe('1: expected versions', () => {
      const attempt = async (target: string, expected: ExpectedVersion): Promise<string> => {
        try {
          const { firstVersion, lastVersion } = await store.append(target, expected, [noted()], command());
          return `${firstVersion}-${lastVersion}`;
        } catch (error) {
          if (error instanceof VersionConflict) return `conflict at ${error.actual}`;
          throw error;
        }
      };

      it('judges every mode on a missing stream', async () => {
        expect(await attempt(`${category}-a`, 'none')).toBe('1-1');
        expect(await attempt(`${category}-b`, 'any')).toBe('1-1');
        expect(await attempt(`${category}-c`, 0)).toBe('1-1');
        expect(await attempt(`${category}-d`, 1)).toBe('conflict at 0');
        expect(await all(store.read(`${category}-d`))).toEqual([]);
      });

      it('judges every mode on a stream of two events', async () => {
        await store.append(stream, 'none', [noted(), noted()], command());
        expect(await attempt(stream, 'none')).toBe('conflict at 2');
        expect(await attempt(stream, 0)).toBe('conflict at 2');
        expect(await attempt(stream, 1)).toBe('conflict at 2');
        expect(await attempt(stream, 3)).toBe('conflict at 2');
        expect(await attempt(stream, 2)).toBe('3-3');
        expect(await attempt(stream, 'any')).toBe('4-4');
        expect((await all(store.read(stream))).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
      });

      it('judges by what is stored when another process wrote meanwhile', async () => {
        await store.append(stream, 'none', [noted()], command());
        await other.append(stream, 1, [noted()], command());
        expect(await attempt(stream, 1)).toBe('conflict at 2');
        expect(await attempt(stream, 2)).toBe('3-3');
        await other.append(stream, 'any', [noted()], command());
        expect(await attempt(stream, 'any')).toBe('5-5');
      });

      it.each(['none', 1] as const)(
        'lets exactly one of 32 win, in one process and across two (%s)',
        async (expected) => {
          if (expected === 1) await store.append(stream, 'none', [noted()], command());
          const race = await Promise.allSettled(
            Array.from({ length: 32 }, (_, n) =>
              (n % 2 ? store : other).append(stream, expected, [noted({ n })], command()),
            ),
          );
          const lost = race.filter((one) => one.status === 'rejected').map((one): unknown => one.reason);
          expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          for (const reason of lost) {
            expect(reason).toBeInstanceOf(VersionConflict);
            expect(reason).toMatchObject({ stream, expected, actual: expected === 1 ? 2 : 1 });
          }
        },
      );

      it('takes all of many appends that expect nothing, in one process and across two', async () => {
        const appends = Array.from({ length: 60 }, (_, n) =>
          (n % 2 ? store : other).append(stream, 'any', [noted({ n }), noted({ n })], command()),
        );
        const answers = await Promise.all(appends);
        const events = await all(store.read(stream));
        expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
        for (const [n, { firstVersion, lastVersion }] of answers.entries())
          expect(numbersOf(events.slice(firstVersion - 1, lastVersion))).toEqual([n, n]);
      });
    });

    describe('2: the same command again', () => {
      it('gives the first answer and writes nothing', async () => {
        const options = { commandId: randomUUID(), fingerprint: 'digest' };
        const first = await store.append(stream, 'none', [noted(), noted()], options);
        expect(first).toMatchObject({
          stream,
          firstVersion: 1,
          lastVersion: 2,
          repeated: false,
          fingerprint: 'digest',
        });
        await store.append(stream, 2, [noted()], command());
        for (const one of [store, other]) {
          const again = await one.append(stream, 'none', [noted()], { ...options, fingerprint: 'of another body' });
          expect(again).toEqual({ ...first, repeated: true });
          expect(await one.findCommand(options.commandId)).toEqual({ ...first, repeated: true });
        }
        expect(await all(store.read(stream))).toHaveLength(3);
      });

      it('gives the first answer whatever stream and version come with it', async () => {
        const options = command();
        const first = await store.append(stream, 'none', [noted()], options);
        expect(await other.append(`${category}-2`, 7, [noted()], options)).toEqual({ ...first, repeated: true });
        expect(await all(store.read(`${category}-2`))).toEqual([]);
      });

      it('writes once when many come at once, in one process and across two', async () => {
        const options = command();
        const answers = await Promise.all(
          Array.from({ length: 16 }, (_, n) => (n % 2 ? store : other).append(stream, 'any', [noted({ n })], options)),
        );
        expect(await all(store.read(stream))).toHaveLength(1);
        expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      });

      it('takes a command that was refused before', async () => {
        const options = command();
        await expect(store.append(stream, 5, [noted()], options)).rejects.toThrow(VersionConflict);
        expect(await store.findCommand(options.commandId)).toBeUndefined();
        expect(await store.append(stream, 'none', [noted()], options)).toMatchObject({
          lastVersion: 1,
          repeated: false,
        });
      });

      it('keeps a repeated command from harming those it travels with', async () => {
        const options = command();
        await store.append(stream, 'none', [noted()], options);
        const others = Array.from({ length: 10 }, (_, n) => `${category}-with-${n}`);
        const answers = await Promise.all([
          store.append(stream, 'none', [noted()], options),
          other.append(stream, 'none', [noted()], options),
          ...others.map((name) => store.append(name, 'none', [noted()], command())),
        ]);
        expect(answers.map(({ repeated }) => repeated)).toEqual([true, true, ...others.map(() => false)]);
      });
    });

    describe('3: all or none', () => {
      it('stores nothing of an append with one bad event', async () => {
        const bad = noted({ text: 'a\u0000b' });
        await expect(store.append(stream, 'none', [noted(), bad, noted()], command())).rejects.toThrow(AppendRefused);
        expect(await all(store.read(stream))).toEqual([]);
      });

      it('refuses an event id that is stored, or twice in one append, and stores nothing of the append', async () => {
        const id = randomUUID();
        const duplicate = { name: 'AppendRefused', reason: 'duplicate-event-id' };
        await store.append(stream, 'none', [noted({}, id)], command());
        const second = `${category}-2`;
        await expect(store.append(second, 'none', [noted(), noted({}, id)], command())).rejects.toMatchObject(
          duplicate,
        );
        const twin = randomUUID();
        await expect(store.append(second, 'none', [noted({}, twin), noted({}, twin)], command())).rejects.toMatchObject(
          duplicate,
        );
        const race = await Promise.allSettled(
          Array.from({ length: 8 }, (_, n) =>
            (n % 2 ? store : other).append(`${category}-race-${n}`, 'none', [noted(), noted({}, twin)], command()),
          ),
        );
        expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await readLog(store, [category])).toHaveLength(3);
      });
    });

    describe('4 and 5: order and subscriptions', () => {
      const write = async (writers: number, each: number): Promise<void> => {
        await Promise.all(
          Array.from({ length: writers }, async (_, writer) => {
            const target = writer % 2 ? store : other;
            for (let n = 0; n < each; n += 1)
              await target.append(
                `${category}-${writer % 5}`,
                'any',
                [noted({ n, writer }), noted({ n, writer })],
                command(),
              );
          }),
        );
      };

      it('never shows a reader a gap that fills later, while many write', async () => {
        const reader = follow(store, [category]);
        const second = follow(other, [category]);
        await write(12, 20);
        const total = 12 * 20 * 2;
        await until('all events seen', () => reader.events.length >= total && second.events.length >= total);
        await reader.stop();
        await second.stop();
        const log = await readLog(store, [category]);
        const positions = log.map(({ position }) => position);
        expect(log).toHaveLength(total);
        expect(positions).toEqual([...positions].sort());
        expect(new Set(positions).size).toBe(total);
        expect(reader.events).toEqual(log);
        expect(second.events).toEqual(log);
        const versions = new Map<string, number>();
        for (const { stream: name, version } of log) {
          expect(version).toBe((versions.get(name) ?? 0) + 1);
          versions.set(name, version);
        }
      });

      it('goes on exactly where a reader left off, at every batch', async () => {
        await write(3, 10);
        const log = await readLog(store, [category]);
        const reader = follow(store, [category]);
        await until('all seen', () => reader.events.length === log.length);
        await reader.stop();
        for (const { through } of reader.batches) {
          const rest = follow(other, [category], through);
          const expected = log.filter(({ position }) => position > through);
          await until(
            'caught up',
            () => rest.batches.at(-1)?.caughtUp === true && rest.events.length >= expected.length,
          );
          await rest.stop();
          expect(rest.events).toEqual(expected);
        }
        for (const after of [log[0], log[7], log.at(-1)]) {
          const batch = await store.readAll({ after: after?.position, limit: 1_000, categories: [category] });
          expect(batch.events).toEqual(log.filter(({ position }) => after !== undefined && position > after.position));
          expect(batch.caughtUp).toBe(true);
        }
      });

      it('wakes a reader in another process soon after an append, also after long quiet', async () => {
        const reader = follow(other, [category]);
        await until('caught up', () => reader.batches.length > 0);
        let waited = 0;
        for (let n = 1; n <= 3; n += 1) {
          await new Promise((resolve) => setTimeout(resolve, 1_500));
          const start = performance.now();
          await store.append(stream, 'any', [noted()], command());
          await until('event seen', () => reader.events.length === n);
          waited += performance.now() - start;
        }
        await reader.stop();
        // Polling alone would take half a second each time.
        expect(waited / 3).toBeLessThan(250);
      });

      it('says so when there is nothing to catch up with, and ends when it is told to', async () => {
        const reader = follow(store, [category]);
        await until('caught up', () => reader.batches.length > 0);
        expect(reader.batches).toMatchObject([{ events: [], caughtUp: true }]);
        await reader.stop();
        const never = store.subscribe({ signal: AbortSignal.abort() });
        for await (const batch of never) expect(batch).toBeUndefined();
      });

      it('gives only the categories asked for, and passes over the others', async () => {
        const second = freshCategory();
        await store.append(stream, 'none', [noted({ n: 1 })], command());
        await store.append(`${second}-1`, 'none', [noted({ n: 2 })], command());
        await store.append(`${category}x-1`, 'none', [noted({ n: 3 })], command());
        expect(numbersOf(await readLog(store, [category]))).toEqual([1]);
        expect(numbersOf(await readLog(store, [category, second]))).toEqual([1, 2]);
        const horizon = await store.horizon();
        const batch = await store.readAll({ limit: 10, categories: [freshCategory()] });
        expect(batch).toMatchObject({ events: [], caughtUp: true });
        expect(batch.through >= horizon).toBe(true);
      });

      it('orders an append at or after all that was readable before it, and its answer names its last event', async () => {
        const before = await store.horizon();
        const { position } = await store.append(stream, 'none', [noted(), noted()], command());
        expect(position > before).toBe(true);
        expect((await all(store.read(stream))).at(-1)?.position).toBe(position);
        await until('below the horizon', async () => (await store.horizon()) > position);
      });
    });

    describe('reading a stream', () => {
      it('reads any span, both ways, beyond one page', async () => {
        await store.append(
          stream,
          'none',
          Array.from({ length: 1_500 }, (_, n) => noted({ n: n + 1 })),
          command(),
        );
        await store.append(
          stream,
          1_500,
          Array.from({ length: 1_000 }, (_, n) => noted({ n: n + 1_501 })),
          command(),
        );
        const numbers = Array.from({ length: 2_500 }, (_, n) => n + 1);
        expect(numbersOf(await all(store.read(stream)))).toEqual(numbers);
        expect(numbersOf(await all(store.read(stream, { backwards: true })))).toEqual(numbers.toReversed());
        expect(numbersOf(await all(store.read(stream, { fromVersion: 2_499 })))).toEqual([2_499, 2_500]);
        expect(numbersOf(await all(store.read(stream, { toVersion: 2 })))).toEqual([1, 2]);
        const span = { fromVersion: 3, toVersion: 5, backwards: true };
        expect(numbersOf(await all(store.read(stream, span)))).toEqual([5, 4, 3]);
        expect(await all(store.read(stream, { fromVersion: 2_501 }))).toEqual([]);
        expect(await all(store.read(`${category}-none`))).toEqual([]);
      });

      it('travels to an instant without ever showing a gap, though the clock went backwards', async () => {
        const times = ['09:00', '09:10', '09:30', '09:05', '09:40'];
        let turn = 0;
        const skewed = await subject.open({ now: () => `2026-03-02T${times[turn]}:00.000Z` });
        for (; turn < times.length; turn += 1) await skewed.append(stream, 'any', [noted({ n: turn })], command());
        await skewed.close();
        const at = async (time: string): Promise<unknown> =>
          numbersOf(await all(store.read(stream, { toInstant: `2026-03-02T${time}:00.000Z` })));
        expect(await at('08:59')).toEqual([]);
        expect(await at('09:00')).toEqual([0]);
        expect(await at('09:15')).toEqual([0, 1]);
        expect(await at('09:30')).toEqual([0, 1, 2, 3]);
        expect(await at('10:00')).toEqual([0, 1, 2, 3, 4]);
        const order = await readLog(store, [category]);
        expect(numbersOf(order)).toEqual([0, 1, 2, 3, 4]);
        expect((await verifyStream(store, stream)).faults).toEqual([]);
      });
    });

    describe('9, 13 and 14: what is stored comes back unchanged', () => {
      it('keeps unknown types, unknown fields, order of keys, long digits and every plane of Unicode', async () => {
        const data = {
          zebra: 1,
          apple: { ü: [], a: {}, 'key with "quotes"\\': null },
          idNumber: '500107199001011234',
          digits: '123456789012345678901234567890',
          number: 9_007_199_254_740_991,
          small: 5e-324,
          large: 1.7976931348623157e308,
          negative: -0.1,
          planes: '\u0001\u001f\u007f\u0080é汉字\ufdd0𠮷𝒳👨‍👩‍👧\u{e0100}\u{10fffd}',
          sql: `'; drop table events; --`,
          html: '<script>alert(1)</script>',
          escape: '\\u0000 \\ud800 \\n \t \r\n \u2028',
          copy: '\\N \\. \\x41',
          nested: [[[{ deep: [true, false, null] }]]],
          __future: { anything: 'at all' },
        };
        const event = { ...noted(data), type: 'NeverHeardOf', schemaVersion: 7 };
        await store.append(stream, 'none', [event], command());
        const [stored] = await all(other.read(stream));
        expect(stored).toMatchObject({ type: 'NeverHeardOf', schemaVersion: 7, version: 1, stream });
        expect(JSON.stringify(stored?.data)).toBe(JSON.stringify(data));
        expect(JSON.stringify(stored?.metadata)).toBe(JSON.stringify(event.metadata));
        expect(stored?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(await readLog(store, [category])).toEqual([stored]);
      });

      it.each(['1', 'a/b:c|d.e f', '渝北区-龙溪街道-𠮷', `"'\\;--%_*`, '-', 'x'.repeat(200)])(
        'takes the stream name …-%s',
        async (id) => {
          const name = `${category}-${id}`;
          await store.append(name, 'none', [noted({ n: 1 })], command());
          await other.append(name, 1, [noted({ n: 2 })], command());
          expect(numbersOf(await all(store.read(name)))).toEqual([1, 2]);
          expect((await readLog(store, [category])).map(({ stream: found }) => found)).toEqual([name, name]);
        },
      );

      it.each(['', 'nodash', '-id', 'category-', 'a-\u0000', 'a-\n', 'a-\u202e', 'a-\ud800', `a-${'x'.repeat(300)}`])(
        'refuses the stream name %j',
        async (name) => {
          const refused = { name: 'AppendRefused', reason: 'invalid-stream-name' };
          await expect(store.append(name, 'any', [noted()], command())).rejects.toMatchObject(refused);
        },
      );

      it('refuses an append without events', async () => {
        const refused = { name: 'AppendRefused', reason: 'empty-append' };
        await expect(store.append(stream, 'any', [], command())).rejects.toMatchObject(refused);
      });

      it('takes an event of exactly 1 MiB and refuses one byte more', async () => {
        const room = 1_048_576 - Buffer.byteLength(JSON.stringify(noted().metadata)) - '{"text":""}'.length;
        await store.append(stream, 'none', [noted({ text: 'x'.repeat(room) })], command());
        const refused = { name: 'AppendRefused', reason: 'event-too-large' };
        const tooLarge = noted({ text: 'x'.repeat(room + 1) });
        await expect(store.append(stream, 1, [tooLarge], command())).rejects.toMatchObject(refused);
        const [stored] = await all(store.read(stream));
        expect(stored?.data['text']).toHaveLength(room);
      });

      it.each([
        ['a NUL', { a: 'x\u0000' }],
        ['a NUL in a key', { '\u0000': 1 }],
        ['half a character', { a: '\ud83d' }],
        ['half a character after backslashes', { a: '\\\\\udc00' }],
      ])('refuses text with %s', async (_, data) => {
        const refused = { name: 'AppendRefused', reason: 'invalid-text' };
        await expect(store.append(stream, 'any', [noted(data)], command())).rejects.toMatchObject(refused);
        expect(await all(store.read(stream))).toEqual([]);
      });

      it('refuses numbers that JSON does not know, bottomless nesting, and an id that is no UUID', async () => {
        const refused = { name: 'AppendRefused', reason: 'invalid-event' };
        const bottomless = JSON.parse(`${'[['.repeat(100)}${']]'.repeat(100)}`) as [];
        for (const event of [
          noted({ a: Number.NaN }),
          noted({ a: Infinity }),
          noted({ a: bottomless }),
          noted({}, 'id'),
        ])
          await expect(store.append(stream, 'any', [event], command())).rejects.toMatchObject(refused);
      });

      it('gives every event an id that follows from its command, unless it brings one', async () => {
        const id = randomUUID();
        const options = command();
        await store.append(stream, 'none', [noted(), noted({}, id.toUpperCase()), noted()], options);
        const ids = (await all(store.read(stream))).map((event) => event.id);
        expect(ids[1]).toBe(id);
        expect(new Set(ids).size).toBe(3);
      });
    });

    describe('10: the chain', () => {
      it('links every event to the one before, also when many append at once', async () => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) =>
            (n % 2 ? store : other).append(stream, 'any', [noted({ n })], command()),
          ),
        );
        let previous = chainStart;
        for (const event of await all(store.read(stream))) {
          expect(event.hash).toBe(linkHash(previous, event));
          previous = event.hash;
        }
        expect(await verifyStream(store, stream)).toEqual({ streams: 1, events: 40, faults: [] });
      });

      it('covers the event as it comes back, and not its place in the log', async () => {
        await store.append(stream, 'none', [noted({ b: 1, a: '汉' })], command());
        const [event] = await all(store.read(stream));
        if (event === undefined) throw new Error('nothing stored');
        expect(canonicalForm({ ...event })).toBe(
          `{"data":{"a":"汉","b":1},"id":"${event.id}","metadata":{"actor":{"office":"shuangfengqiao","role":"townOfficer",` +
            `"user":"yubei-17"},"commandId":"command","correlationId":"correlation","occurredAt":"2026-03-02T01:30:00.000Z"},` +
            `"recordedAt":"${event.recordedAt}","schemaVersion":1,"stream":"${stream}","type":"Noted","version":1}`,
        );
      });
    });

    it('12: an append costs the same in a stream of 1 and of 10,000 events', async () => {
      const long = `${category}-long`;
      for (let n = 0; n < 10; n += 1)
        await store.append(
          long,
          n * 1_000,
          Array.from({ length: 1_000 }, () => noted()),
          command(),
        );
      await store.append(stream, 'none', [noted()], command());
      const times = { long: [] as number[], short: [] as number[] };
      for (let n = 0; n < 60; n += 1)
        for (const [kind, name] of [
          ['long', long],
          ['short', stream],
        ] as const) {
          const start = performance.now();
          await store.append(name, 'any', [noted()], command());
          times[kind].push(performance.now() - start);
        }
      const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length / 2] ?? 0;
      expect(median(times.long)).toBeLessThan(3 * median(times.short));
    });

    it('takes nothing after it was closed', async () => {
      const closing = await subject.open();
      await closing.close();
      await closing.close();
      await expect(closing.append(stream, 'any', [noted()], command())).rejects.toThrow(StoreUnavailable);
    });
  });
};
