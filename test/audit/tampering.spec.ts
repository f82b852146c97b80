import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { HistoryChanged, SigningKey, type Verification } from '#audit';
import { AuditedLog } from './audited-log.js';

const at = (stream: string, version: number): string => `where stream = '${stream}' and version = ${version}`;

/** The record of a stream's end, as the administrator would correct it after cutting the end off. */
const correctedEnd = (stream: string): string =>
  `update log.streams set (version, hash) = (select version, hash from log.events e
     where e.stream = streams.stream order by version desc limit 1) where stream = '${stream}'`;

describe('What was stored is changed by somebody with every right to the database', () => {
  let log: AuditedLog;
  const [lin, wang, zhao] = ['case-lin', 'case-wang', 'case-zhao'] as const;

  beforeEach(async () => {
    log = await AuditedLog.open();
    for (let n = 1; n <= 4; n += 1)
      for (const stream of [lin, wang, zhao]) await log.append(stream, { n, amount: 100 });
    await log.seal();
    for (let n = 5; n <= 6; n += 1) for (const stream of [lin, wang]) await log.append(stream, { n, amount: 100 });
    await log.seal();
    await log.append(zhao, { n: 5, amount: 100 });
    expect(await log.verify({ withFile: true })).toMatchObject({
      whole: true,
      checked: {
        events: 17,
        streams: 3,
        uncovered: 1,
        heads: { database: 2, outside: 2 },
        agreesWith: { treeSize: 16 },
      },
    });
  });
  afterEach(() => log.close());

  const expectFound = async (kind: string, stream: string, version: number): Promise<Verification> => {
    const found = await log.verify();
    expect(found.first).toMatchObject({ kind, stream, version });
    expect(found.whole).toBe(false);
    // With the heads kept outside it is found as well, and as the same.
    expect((await log.verify({ withFile: true })).first).toMatchObject({ kind, stream, version });
    // And so it is by looking at that stream alone.
    expect((await log.verifyStream(stream)).first).toMatchObject({ kind, stream, version });
    return found;
  };

  it('a field', async () => {
    await log.tamper(`update log.events set data = '{"n":3,"amount":900}' ${at(wang, 3)}`);
    const { faults } = await expectFound('changed', wang, 3);
    expect(faults).toHaveLength(1);
  });

  it('a field, and the hash of that event with it', async () => {
    await log.tamper(`update log.events set data = '{"n":3,"amount":900}' ${at(wang, 3)}`);
    const { hash } = await log.event(wang, 3);
    await log.tamper(`update log.events set hash = sha256('${hash}'::bytea) ${at(wang, 3)}`);
    await expectFound('changed', wang, 3);
  });

  it('the time it was recorded', async () => {
    await log.tamper(`update log.events set recorded_at = '2026-01-02T01:30:00.000Z' ${at(wang, 2)}`);
    await expectFound('time-changed', wang, 2);
  });

  it('the time it happened', async () => {
    await log.tamper(
      `update log.events set metadata = (metadata::jsonb || '{"occurredAt":"2026-02-01T01:30:00.000Z"}')::json ${at(lin, 5)}`,
    );
    await expectFound('time-changed', lin, 5);
  });

  it('an event that no head covers yet', async () => {
    await log.tamper(`update log.events set recorded_at = '2026-01-02T01:30:00.000Z' ${at(zhao, 5)}`);
    await expectFound('changed', zhao, 5);
  });

  it('the last event of a stream is deleted', async () => {
    const { position } = await log.event(lin, 6);
    await log.tamper(`delete from log.events ${at(lin, 6)}`);
    expect((await expectFound('end-missing', lin, 6)).first).toMatchObject({ position });
  });

  it('the last event of a stream is deleted, and the record of its end corrected', async () => {
    await log.tamper(`delete from log.events ${at(lin, 6)}`, correctedEnd(lin));
    await expectFound('end-missing', lin, 6);
  });

  it('the last two events of a stream are deleted, and the record of its end corrected', async () => {
    await log.tamper(`delete from log.events where stream = '${wang}' and version > 4`, correctedEnd(wang));
    await expectFound('end-missing', wang, 5);
  });

  it('a whole stream is deleted with the record of its end', async () => {
    await log.tamper(
      `delete from log.events where stream = '${zhao}'`,
      `delete from log.streams where stream = '${zhao}'`,
    );
    await expectFound('end-missing', zhao, 1);
  });

  it('an event in the middle is deleted', async () => {
    await log.tamper(`delete from log.events ${at(wang, 3)}`);
    await expectFound('missing', wang, 3);
  });

  it('an event in the middle is deleted, and the later ones take its place in a chain computed anew', async () => {
    await log.tamper(
      `delete from log.events ${at(wang, 3)}`,
      ...[4, 5, 6].map((version) => `update log.events set version = ${version - 1} ${at(wang, version)}`),
    );
    await log.rechain(wang);
    // Version 3 is there again, but it stands where another event stood.
    await expectFound('misplaced', wang, 3);
  });

  it('two events of a stream change places', async () => {
    await log.tamper(
      `update log.events set version = 99 ${at(wang, 2)}`,
      `update log.events set version = 2 ${at(wang, 3)}`,
      `update log.events set version = 3 ${at(wang, 99)}`,
    );
    await expectFound('misplaced', wang, 2);
  });

  it('two events of different streams change places in the log', async () => {
    const place = async (stream: string, version: number): Promise<string> => {
      const { rows } = await log.pool.query<{ xid: string }>(`select xid::text from log.events ${at(stream, version)}`);
      return String(rows[0]?.xid);
    };
    const [one, other] = [await place(lin, 2), await place(zhao, 2)];
    await log.tamper(
      `update log.events set ordinal = 99, xid = '${other}' ${at(lin, 2)}`,
      `update log.events set xid = '${one}' ${at(zhao, 2)}`,
      `update log.events set ordinal = 1 ${at(lin, 2)}`,
    );
    await expectFound('misplaced', lin, 2);
  });

  it('what two events say is exchanged', async () => {
    await log.tamper(
      `update log.events e set data = other.data, recorded_at = other.recorded_at, hash = other.hash
         from (select * from log.events where stream = '${wang}' and version in (2, 3)) other
         where e.stream = '${wang}' and e.version in (2, 3) and other.version <> e.version`,
    );
    await expectFound('misplaced', wang, 2);
  });

  const insertAfter = (stream: string, version: number, as: number): string =>
    `insert into log.events select generation, xid, 7, stream, ${as}, gen_random_uuid(), type, schema_version,
       '{"n":0}', metadata, recorded_at, hash, null, null, null from log.events ${at(stream, version)}`;

  it('an event is inserted in the middle, the later ones move up, and the chain is computed anew', async () => {
    await log.tamper(
      ...[6, 5, 4].map((version) => `update log.events set version = ${version + 1} ${at(lin, version)}`),
      insertAfter(lin, 3, 4),
    );
    await log.rechain(lin);
    // Version 4 was signed at another place.
    await expectFound('misplaced', lin, 4);
  });

  it('an event is put at the end of a stream, at a place of the log that was signed', async () => {
    await log.tamper(insertAfter(wang, 6, 7));
    await log.rechain(wang);
    await expectFound('inserted', wang, 7);
  });

  it('a whole stream is inserted', async () => {
    await log.tamper(
      `insert into log.events select generation, xid, 7, 'case-new', 1, gen_random_uuid(), type, schema_version, data,
         metadata, recorded_at, hash, null, null, null from log.events ${at(wang, 2)}`,
      `insert into log.streams select 'case-new', 1, hash, generation, xid, ordinal from log.events ${at('case-new', 1)}`,
    );
    await log.rechain('case-new');
    await expectFound('inserted', 'case-new', 1);
  });

  it('a whole stream is rewritten with a chain computed anew', async () => {
    await log.tamper(
      `update log.events set data = (data::jsonb || '{"amount":900}')::json where stream = '${zhao}' and version >= 2`,
    );
    await log.rechain(zhao);
    const { faults } = await expectFound('stream-rewritten', zhao, 2);
    expect(faults).toHaveLength(1);
  });

  it('a stream is rewritten together with the leaves and nodes of the tree: the heads still tell', async () => {
    await log.tamper(`update log.events set data = '{"amount":900}' ${at(zhao, 4)}`);
    await log.rechain(zhao);
    await log.tamper('delete from audit.leaf', 'delete from audit.node');
    await log.tree.grow();
    const { first } = await log.verify({ withFile: true });
    expect(first).toMatchObject({ kind: 'history-rewritten', between: [0, 12] });
  });

  it('history after an agreed head is rewritten together with the tree: the stretch is named', async () => {
    await log.tamper(`update log.events set data = '{"amount":900}' ${at(lin, 5)}`);
    await log.rechain(lin);
    await log.tamper('delete from audit.leaf', 'delete from audit.node');
    await log.tree.grow();
    expect((await log.verify()).first).toMatchObject({ kind: 'history-rewritten', between: [12, 16] });
  });

  it('the record of where a stream ends is forged', async () => {
    await log.tamper(`update log.streams set hash = sha256('x') where stream = '${wang}'`);
    await expectFound('changed', wang, 6);
    await log.tamper(`delete from log.streams where stream = '${wang}'`);
    await expectFound('end-unrecorded', wang, 6);
  });

  it('the tree is damaged while the log is as it was', async () => {
    await log.tamper(`update audit.node set hash = sha256('x') where level = 3 and index = 0`);
    expect(await log.verify()).toMatchObject({ whole: true });
    await log.tamper(`update audit.node set hash = sha256('x') where level = 4 and index = 0`);
    expect(await log.verify()).toMatchObject({
      first: { kind: 'tree-damaged' },
      checked: { agreesWith: { treeSize: 16 } },
    });
  });

  describe('The database is put back to yesterday', () => {
    let putBack: () => Promise<void>;

    beforeEach(async () => {
      putBack = await log.copy();
      for (let n = 1; n <= 5; n += 1) await log.append(lin, { n, today: true });
      await log.seal();
      await putBack();
    });

    it('seen by the heads kept outside, with the last event that is left', async () => {
      const { position } = await log.event(zhao, 5);
      expect(await log.verify()).toMatchObject({ whole: true });
      expect(await log.verify({ withFile: true })).toMatchObject({
        whole: false,
        checked: { agreesWith: { treeSize: 16 } },
        first: {
          kind: 'log-rolled-back',
          lastLeft: { stream: zhao, version: 5, position },
          between: [17, 22],
          head: { treeSize: 22 },
        },
      });
    });

    it('seen also when work went on since', async () => {
      for (let n = 1; n <= 8; n += 1) await log.append(wang, { n, other: true });
      expect((await log.verify({ withFile: true })).first).toMatchObject({
        kind: 'log-rolled-back',
        between: [16, 22],
        head: { treeSize: 22 },
      });
    });

    it('and no new head is signed over it', async () => {
      await log.append(wang);
      await expect(log.heads.make(log.key)).rejects.toThrow(HistoryChanged);
    });
  });

  describe('Heads', () => {
    it('a forged one is named and counts for nothing', async () => {
      await log.tamper(`update audit.tree_head set root_hash = repeat('0', 64) where tree_size = 12`);
      expect(await log.verify()).toMatchObject({
        first: { kind: 'head-forged', head: { treeSize: 12 } },
        checked: { agreesWith: { treeSize: 16 } },
      });
    });

    it('one signed with a key of the administrator is forged, though the key lies in the database', async () => {
      await log.tamper(`update log.events set data = '{"amount":900}' ${at(zhao, 4)}`);
      await log.rechain(zhao);
      await log.tamper('delete from audit.leaf', 'delete from audit.node', 'delete from audit.tree_head');
      await log.heads.make(SigningKey.fromPem(SigningKey.generate())).catch(() => undefined);
      expect((await log.heads.publicKeys()).length).toBeGreaterThan(0);
      await rm(log.headsFile);
      await log.heads.make(SigningKey.fromPem(SigningKey.generate()));
      const { faults } = await log.verify();
      expect(faults).toEqual([
        expect.objectContaining({ kind: 'head-forged', head: expect.objectContaining({ treeSize: 17 }) }),
      ]);
    });

    it('lost outside: the heads of the database are sent again and the log still holds', async () => {
      const before = await readFile(log.headsFile, 'utf8');
      await rm(log.headsFile);
      await log.heads.publish();
      expect(await readFile(log.headsFile, 'utf8')).toBe(before);
      expect(await log.verify({ withFile: true })).toMatchObject({ whole: true, checked: { heads: { outside: 2 } } });
    });

    it('lost in the database: those kept outside still cover the log', async () => {
      await log.tamper('delete from audit.tree_head', `update log.events set data = '{"amount":900}' ${at(zhao, 2)}`);
      await log.rechain(zhao);
      expect((await log.verify()).whole).toBe(true);
      expect((await log.verify({ withFile: true })).first).toMatchObject({
        kind: 'stream-rewritten',
        stream: zhao,
        version: 2,
      });
    });

    it('a line of the file that is no head is named', async () => {
      await appendFile(log.headsFile, '{"treeSize":1}\n');
      await expect(log.verify({ withFile: true })).rejects.toThrow('Line 3 of');
      await writeFile(log.headsFile, 'nothing\n');
      await expect(log.heads.make(log.key)).rejects.toThrow('is not a tree head');
    });

    it('stay valid when the key is replaced, and only a succession signed by both keys carries trust over', async () => {
      const next = SigningKey.fromPem(SigningKey.generate());
      await log.heads.rotate(log.key, next);
      await log.append(lin);
      await log.heads.make(next);
      const keys = await log.heads.trusted([next.pem]);
      expect(keys.ids.toSorted()).toEqual([log.key.keyId, next.keyId].toSorted());
      expect(await log.verify()).toMatchObject({ whole: true, checked: { heads: { database: 3 } } });
      await log.tamper(`update audit.key_succession set previous_signature = next_signature`);
      expect((await log.heads.trusted([log.key.pem])).ids).toEqual([log.key.keyId]);
      expect((await log.verify()).first).toMatchObject({ kind: 'head-forged' });
    });
  });

  it('a range is verified by itself, and shows only what lies in it', async () => {
    const positions = await Promise.all([1, 2, 3, 4, 5, 6].map(async (n) => (await log.event(wang, n)).position));
    const range = { from: positions[1], to: positions[3] };
    expect(await log.verify({ range })).toMatchObject({
      whole: true,
      checked: { events: 7, agreesWith: { treeSize: 16 } },
    });
    await log.tamper(`update log.events set data = '{"amount":900}' ${at(zhao, 3)}`);
    await log.rechain(zhao);
    expect((await log.verify({ range })).first).toMatchObject({ kind: 'stream-rewritten', stream: zhao, version: 3 });
    expect(await log.verify({ range: { from: positions[4] } })).toMatchObject({ whole: true });
    expect(await log.verify({ range: { to: positions[1] } })).toMatchObject({ whole: true });
    await log.tamper(`delete from log.events ${at(lin, 3)}`);
    expect((await log.verify({ range })).first).toMatchObject({ kind: 'missing', stream: lin, version: 3 });
  });

  it('verifies while others append and heads are made', async () => {
    let writing = true;
    const writers = [1, 2, 3, 4].map(async (n) => {
      while (writing) await log.append(`case-${n}`);
    });
    const sealing = (async (): Promise<void> => {
      while (writing) await log.heads.make(log.key);
    })();
    for (let n = 0; n < 5; n += 1)
      expect(await log.verify({ withFile: true })).toMatchObject({ whole: true, faults: [] });
    writing = false;
    await Promise.all([...writers, sealing]);
    const { checked } = await log.verify({ withFile: true });
    expect(checked.heads.database).toBeGreaterThan(2);
    expect(checked.heads.outside).toBe(checked.heads.database);
  });
});
