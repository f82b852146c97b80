import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import { PersonalDataCodec } from '#event-store';
import { personalPaths } from '#kernel';
import { HouseholdRegistry, type PersonRegistry, masked, personCorrection, personInput } from '#people';
import { PeopleTables } from './tables.js';
import {
  type TestRegistry,
  actor,
  breakingOff,
  clock,
  contents,
  everything,
  idNumberOf,
  input,
  startRegistry,
} from './testing/registry.js';

describe('registry of persons', () => {
  let kit: TestRegistry;
  let {
    pool,
    store,
    vault,
    registry,
    another: anotherRegistry,
    register,
    found,
    events: eventsOf,
  } = {} as TestRegistry;

  beforeAll(async () => {
    kit = await startRegistry();
    ({ pool, store, vault, registry, another: anotherRegistry, register, found, events: eventsOf } = kit);
  });
  afterAll(() => kit.stop());

  const claims = async (): Promise<number> =>
    Number((await pool.query<{ count: string }>('SELECT count(*) FROM people.id_claim')).rows[0]?.count);

  it('registers a person and gives back every detail', async () => {
    const details = input({ name: '  欧阳建国 ' });
    const personId = await register(details);
    expect(await registry.get(personId)).toEqual({
      personId,
      name: '欧阳建国',
      idNumber: details.idNumber,
      phone: '13983012345',
      address: '龙溪街道武陵路18号3-2',
      sex: expect.stringMatching(/^(fe)?male$/),
      bornOn: '1962-03-15',
      hukou: { kind: 'urban', officeId: 'village-longxi-01', region: '重庆市渝北区' },
      identified: true,
      erased: false,
    });
  });

  describe('search', () => {
    let personId: string;
    beforeAll(async () => {
      personId = await register({ name: '上官婉清', idNumber: '50011219710101004X', phone: '13983015555' });
    });

    it.each([
      ['the whole name', { text: '上官婉清' }],
      ['one character', { text: '婉' }],
      ['two characters', { text: '婉清' }],
      ['three characters', { text: '官婉清' }],
      ['the name with a space', { text: '上官 婉清' }],
      ['the ID number', { idNumber: '50011219710101004X' }],
      ['the ID number in small letters', { idNumber: ' 50011219710101004x ' }],
      ['the ID number as text', { text: '50011219710101004X' }],
      ['the ID number typed full-width', { text: '５００１１２１９７１０１０１００４Ｘ' }],
      ['the name and the last four of the ID number', { text: '婉清 004x' }],
      ['the phone', { phone: '139-8301-5555' }],
      ['the phone as text', { text: '13983015555' }],
      ['the phone with the country code', { phone: '+86 13983015555' }],
      ['name and phone together', { text: '上官', phone: '13983015555' }],
    ])('finds by %s', async (_, asked) => {
      expect(await found(asked)).toEqual([personId]);
    });
  });

  it('finds nobody by another name, by parts of two names, or by nothing', async () => {
    const personId = await register({ name: '诸葛孔明' });
    for (const text of ['诸葛亮', '葛明', '孔诸', '', '  ', '·', "' OR 1=1 --", '%'])
      expect(await found({ text })).not.toContain(personId);
    expect(await registry.search({})).toEqual([]);
    expect(await found({ text: '诸葛', phone: '13700000000' })).not.toContain(personId);
  });

  it('finds names of other peoples however the dot and the case are typed', async () => {
    const personId = await register({ name: '阿依古丽·买买提' });
    const latin = await register({ name: "Aygül O'Brien" });
    expect(await found({ text: '阿依古丽•买买提' })).toContain(personId);
    expect(await found({ text: '古丽买买' })).toContain(personId);
    expect(await found({ text: 'AYGU\u0308L' })).toContain(latin);
    expect(await found({ text: 'obrien' })).toContain(latin);
  });

  it('keeps names composed and of every plane', async () => {
    const personId = await register({ name: '\u0065\u0301𠮷野' });
    expect((await registry.get(personId))?.name).toBe('é𠮷野');
    expect(await found({ text: '𠮷' })).toContain(personId);
  });

  it.each(['李\u0000', '李\u202E四', '李\u200B四', '李\n四', '\uD800', '', '   ', '12345', '李'.repeat(101)])(
    'refuses %j as a name with nothing stored',
    async (name) => {
      const before = [await eventsOf(), await claims()];
      expect(personInput.safeParse(input({ name })).success).toBe(false);
      await expect(registry.register(input({ name }), actor, randomUUID())).rejects.toThrow();
      expect([await eventsOf(), await claims()]).toEqual(before);
    },
  );

  it.each([
    ['id-number-check-digit', (good: string) => good.slice(0, 17) + (good.endsWith('5') ? '6' : '5')],
    ['id-number-birthday-not-real', () => '500112196202301234'],
    ['id-number-malformed', () => '50011219620315'],
    ['id-number-malformed', () => '５００１１２ABC'],
    ['born-in-future', () => idNumberOf('20261125')],
  ])('refuses %s with nothing stored', async (reason, spoil) => {
    const before = [await eventsOf(), await claims()];
    const idNumber = spoil(idNumberOf());
    expect(await registry.register(input({ idNumber }), actor, randomUUID())).toEqual({ refused: reason });
    expect([await eventsOf(), await claims()]).toEqual(before);
  });

  it('registers a child born today in Shanghai', async () => {
    expect(await register({ idNumber: idNumberOf('20261124') })).toBeDefined();
  });

  it('refuses the same ID number again, naming the person', async () => {
    const details = input();
    const personId = await register(details);
    const again = { ...details, name: '别人', idNumber: details.idNumber.toLowerCase() };
    expect(await registry.register(again, actor, randomUUID())).toEqual({
      refused: 'person-already-registered',
      detail: { personId },
    });
    expect(await found({ text: '别人' })).not.toContain(personId);
  });

  it('lets one of sixteen win who register the same ID number at once', async () => {
    const before = await eventsOf();
    const details = input({ name: '竞争者' });
    const registries = [registry, anotherRegistry(), anotherRegistry()];
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        (registries[index % 3] ?? registry).register(
          { ...details, name: `竞争者${'甲乙丙丁'[index % 4]}` },
          actor,
          randomUUID(),
        ),
      ),
    );
    const winners = outcomes.filter((outcome) => !('refused' in outcome));
    expect(winners).toHaveLength(1);
    const personId = winners[0] !== undefined && 'personId' in winners[0] ? winners[0].personId : '';
    for (const outcome of outcomes)
      if ('refused' in outcome) expect(outcome).toEqual({ refused: 'person-already-registered', detail: { personId } });
    expect(await eventsOf()).toBe(before + 1);
    expect(await found({ text: '竞争者' })).toEqual([personId]);
  });

  it('answers a repeated command as the first time, also sixteen times at once', async () => {
    const details = input();
    const commandId = randomUUID();
    const before = await eventsOf();
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => registry.register(details, actor, commandId)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]).not.toHaveProperty('refused');
    expect(await eventsOf()).toBe(before + 1);
  });

  it('refuses a command id that was used for another person, and leaves that ID number free', async () => {
    const commandId = randomUUID();
    await registry.register(input(), actor, commandId);
    const other = input({ name: '后来人' });
    expect(await registry.register(other, actor, commandId)).toEqual({ refused: 'idempotency-key-reused' });
    expect(await found({ text: '后来人' })).toEqual([]);
    expect(await registry.register(other, actor, randomUUID())).not.toHaveProperty('refused');
  });

  it('refuses a command id that was used with another body for the same person', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const details = input();
    const outcome = await registry.register(details, actor, first);
    const personId = 'refused' in outcome ? '' : outcome.personId;
    const reused = { refused: 'idempotency-key-reused' };
    expect(await registry.register({ ...details, name: '另名' }, actor, first)).toEqual(reused);
    await registry.correct(personId, { address: '甲', reason: '搬家' }, actor, second);
    expect(await registry.correct(personId, { address: '乙', reason: '搬家' }, actor, second)).toEqual(reused);
    expect(await registry.recordDeath(personId, '2026-11-20', actor, second)).toEqual(reused);
    expect(await registry.get(personId)).toMatchObject({ name: details.name, address: '甲' });
  });

  it('lets another finish a registration that broke off after the claim', async () => {
    const details = input();
    const claimed = randomUUID();
    const blind = kit.blind.blind(`id:${details.idNumber}`);
    await pool.query('INSERT INTO people.id_claim (blind, person_id) VALUES ($1, $2)', [blind, claimed]);
    expect(await register(details)).toBe(claimed);
  });

  it('finds a person whose registration broke off before the tables were written', async () => {
    const details = input({ name: '半途' });
    const personId = await register(details);
    for (const table of ['person', 'search_word'])
      await pool.query(`DELETE FROM people.${table} WHERE person_id = $1`, [personId]);
    expect(await registry.get(personId)).toBeUndefined();
    await registry.register(details, actor, randomUUID());
    expect(await found({ text: '半途' })).toEqual([personId]);
  });

  it('corrects details: found by what is right, no longer by what was wrong', async () => {
    const personId = await register({ name: '王小错', phone: '13600001111' });
    const correction = { name: '王小对', phone: '13600002222', reason: '录入有误' };
    expect(await registry.correct(personId, correction, actor, randomUUID())).toMatchObject({ personId });
    expect(await registry.get(personId)).toMatchObject({ name: '王小对', phone: '13600002222', bornOn: '1962-03-15' });
    expect(await found({ text: '王小对' })).toEqual([personId]);
    expect(await found({ phone: '13600002222' })).toEqual([personId]);
    expect(await found({ text: '王小错' })).toEqual([]);
    expect(await found({ phone: '13600001111' })).toEqual([]);
    expect(await registry.get(personId)).not.toHaveProperty('reason');
  });

  it('exchanges an ID number: the old one becomes free, one held by another is refused', async () => {
    const [wrong, right] = [idNumberOf(), idNumberOf('19700101')];
    const personId = await register({ idNumber: wrong });
    const other = await register();
    const held = (await registry.get(other))?.idNumber ?? '';
    expect(await registry.correct(personId, { idNumber: held, reason: '更正' }, actor, randomUUID())).toEqual({
      refused: 'person-already-registered',
      detail: { personId: other },
    });
    const commandId = randomUUID();
    const correction = { idNumber: right, reason: '更正' };
    const outcome = await registry.correct(personId, correction, actor, commandId);
    expect(await registry.correct(personId, correction, actor, commandId)).toEqual(outcome);
    expect(await registry.get(personId)).toMatchObject({ idNumber: right, bornOn: '1970-01-01' });
    expect(await registry.register(input({ idNumber: right }), actor, randomUUID())).toMatchObject({
      refused: 'person-already-registered',
    });
    expect(await register({ idNumber: wrong })).not.toBe(personId);
  });

  describe('an ID number claimed by an act that broke off', () => {
    const [taken, free] = [{ refused: 'person-already-registered' }, { position: expect.any(String) }];
    const broken = (when: Parameters<typeof breakingOff>[1]): PersonRegistry =>
      anotherRegistry(pool, breakingOff(store, when));
    const breakOff = async (act: Promise<unknown>): Promise<void> =>
      expect(act).rejects.toThrow('the process ended here');
    const twoMinutesPass = () =>
      pool.query(`UPDATE people.id_claim SET claimed_at = claimed_at - interval '2 minutes'`);
    const registered = (idNumber: string) => registry.register(input({ idNumber }), actor, randomUUID());
    const corrected = (personId: string, idNumber: string, through = registry) =>
      through.correct(personId, { idNumber, reason: '更正' }, actor, randomUUID());

    it('is free again for others after a minute, when a correction ended before it was stored', async () => {
      const [holder, other, wanted, alsoWanted] = [await register(), await register(), idNumberOf(), idNumberOf()];
      const held = (await registry.get(holder))?.idNumber ?? '';
      for (const number of [wanted, alsoWanted]) await breakOff(corrected(holder, number, broken('before the append')));
      expect(await registered(wanted)).toMatchObject(taken);
      expect(await corrected(other, alsoWanted)).toMatchObject(taken);
      await twoMinutesPass();
      expect(await registered(wanted)).toMatchObject(free);
      expect(await corrected(other, alsoWanted)).toMatchObject(free);
      expect(await registered(held)).toMatchObject({ ...taken, detail: { personId: holder } });
      expect(await corrected(holder, wanted)).toMatchObject(taken);
    });

    it('is given up after a minute, when a correction ended before the old number was released', async () => {
      const [old, right] = [idNumberOf(), idNumberOf()];
      const holder = await register({ idNumber: old });
      await breakOff(corrected(holder, right, broken('after the append')));
      await twoMinutesPass();
      expect(await registered(right)).toMatchObject({ ...taken, detail: { personId: holder } });
      expect(await registered(old)).toMatchObject(free);
    });

    it('may be taken by a correction after a minute, when a registration ended before it was stored', async () => {
      const [wanted, other] = [idNumberOf(), await register()];
      const begin = () =>
        breakOff(broken('before the append').register(input({ idNumber: wanted }), actor, randomUUID()));
      await begin();
      expect(await corrected(other, wanted)).toMatchObject(taken);
      await twoMinutesPass();
      await begin();
      expect(await corrected(other, wanted)).toMatchObject(taken);
      await twoMinutesPass();
      expect(await corrected(other, wanted)).toMatchObject({ personId: other });
    });

    it('stays with the correction that tries again', async () => {
      const [holder, wanted] = [await register(), idNumberOf()];
      await breakOff(corrected(holder, wanted, broken('before the append')));
      await twoMinutesPass();
      await breakOff(corrected(holder, wanted, broken('before the append')));
      expect(await registered(wanted)).toMatchObject(taken);
      expect(await corrected(holder, wanted)).toMatchObject({ personId: holder });
    });

    it('goes to one of sixteen who want it at once after a minute', async () => {
      const [holder, wanted] = [await register(), idNumberOf()];
      await breakOff(corrected(holder, wanted, broken('before the append')));
      await twoMinutesPass();
      const outcomes = await Promise.all(Array.from({ length: 16 }, () => registered(wanted)));
      expect(outcomes.filter((outcome) => !('refused' in outcome))).toHaveLength(1);
      expect(await found({ idNumber: wanted })).toHaveLength(1);
    });

    it('is not taken at all for a person whose data was erased', async () => {
      const [holder, wanted] = [await register(), idNumberOf()];
      await vault.destroyKey(`person-${holder}`);
      expect(await corrected(holder, wanted, anotherRegistry())).toEqual({ refused: 'person-erased' });
      expect(await registered(wanted)).toMatchObject(free);
      await registry.removeTraces(holder);
    });
  });

  it('refuses empty corrections and corrections of nobody', async () => {
    const personId = await register();
    expect(await registry.correct(personId, { reason: '无' }, actor, randomUUID())).toEqual({
      refused: 'nothing-to-correct',
    });
    for (const nobody of [randomUUID(), 'x', "'; DROP TABLE people.person; --"])
      expect(await registry.correct(nobody, { name: '某', reason: '无' }, actor, randomUUID())).toEqual({
        refused: 'no-such-person',
      });
  });

  it('takes corrections that come at the same time, all of them', async () => {
    const personId = await register();
    const outcomes = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((address) =>
        registry.correct(personId, { address, reason: '搬家' }, actor, randomUUID()),
      ),
    );
    for (const outcome of outcomes) expect(outcome).not.toHaveProperty('refused');
    const stored = (
      await pool.query<{ version: number }>('SELECT version FROM people.person WHERE person_id = $1', [personId])
    ).rows;
    expect(stored).toEqual([{ version: 5 }]);
  });

  it('records a death once, on a day that can be', async () => {
    const personId = await register();
    const died = (day: string) => registry.recordDeath(personId, day, actor, randomUUID());
    expect(await died('2026-11-25')).toEqual({ refused: 'died-in-future' });
    expect(await died('2026-02-30')).toEqual({ refused: 'death-date-not-real' });
    expect(await died('1962-03-14')).toEqual({ refused: 'died-before-birth' });
    const commandId = randomUUID();
    const outcome = await registry.recordDeath(personId, '2026-11-20', actor, commandId);
    expect(await registry.recordDeath(personId, '2026-11-20', actor, commandId)).toEqual(outcome);
    expect(await died('2026-11-21')).toEqual({
      refused: 'death-already-recorded',
      detail: { deceasedOn: '2026-11-20' },
    });
    expect((await registry.get(personId))?.deceasedOn).toBe('2026-11-20');
  });

  it('answers what rules ask and what lists show, for many at once', async () => {
    const living = await register({ name: '甲某' });
    const dead = await register({ name: '乙某' });
    const unknown = randomUUID();
    await registry.recordDeath(dead, '2026-01-05', actor, randomUUID());
    const statements: unknown[] = [];
    const counting = new pg.Pool({ connectionString: kit.databaseUrl, max: 1 });
    counting.on('error', () => undefined);
    counting.on('acquire', () => statements.push(1));
    const fresh = anotherRegistry(counting);
    const known = { registered: true, identified: true, sex: expect.stringMatching(/^(fe)?male$/) };
    expect(await fresh.factsFor([living, dead, unknown, 'no-uuid'])).toEqual({
      [living]: { personId: living, ...known, bornOn: '1962-03-15', deceasedOn: undefined },
      [dead]: { personId: dead, ...known, bornOn: '1962-03-15', deceasedOn: '2026-01-05' },
      [unknown]: { personId: unknown, registered: false },
      'no-uuid': { personId: 'no-uuid', registered: false },
    });
    expect(statements).toHaveLength(2);
    await counting.end();
    expect(await registry.factsFor([living.toUpperCase()])).toEqual({
      [living.toUpperCase()]: { personId: living.toUpperCase(), registered: false },
    });
    const described = await registry.describe([living, dead, unknown]);
    expect([described.get(living)?.name, described.get(dead)?.deceasedOn, described.size]).toEqual([
      '甲某',
      '2026-01-05',
      2,
    ]);
  });

  describe('households', () => {
    let households: HouseholdRegistry;
    beforeAll(() => {
      households = new HouseholdRegistry({ store, pool, clock });
    });
    const idOf = (outcome: Awaited<ReturnType<HouseholdRegistry['form']>>): string =>
      'refused' in outcome ? outcome.refused : outcome.householdId;

    it('forms, joins, leaves, and finds a person in them; repeated commands add nothing', async () => {
      const [head, child, parent] = [await register(), await register(), await register()];
      const commandId = randomUUID();
      const members = [
        { personId: head, relation: 'applicant' },
        { personId: child, relation: 'child' },
      ] as const;
      const householdId = idOf(await households.form(members, actor, commandId));
      expect(idOf(await households.form(members, actor, commandId))).toBe(householdId);
      const joining = randomUUID();
      const joined = await households.join(householdId, { personId: parent, relation: 'parent' }, actor, joining);
      expect(await households.join(householdId, { personId: parent, relation: 'parent' }, actor, joining)).toEqual(
        joined,
      );
      expect(await households.leave(householdId, child, actor, randomUUID())).toMatchObject({ householdId });
      const expected = {
        householdId,
        members: [members[0], { personId: parent, relation: 'parent' }],
      };
      expect(await households.get(householdId)).toEqual(expected);
      expect(await households.ofPerson(parent)).toEqual([expected]);
      expect(await households.ofPerson(child)).toEqual([]);
      await pool.query('TRUNCATE people.household');
      await households.rebuild();
      expect(await households.ofPerson(head)).toEqual([expected]);
    });

    it('refuses what cannot be', async () => {
      const [head, other] = [await register(), await register()];
      const nobody = randomUUID();
      const as = (personId: string) => ({ personId, relation: 'other' }) as const;
      expect(idOf(await households.form([], actor, randomUUID()))).toBe('household-without-members');
      expect(idOf(await households.form([as(head), as(head)], actor, randomUUID()))).toBe('member-twice');
      expect(await households.form([as(head), as(nobody)], actor, randomUUID())).toEqual({
        refused: 'no-such-person',
        detail: { persons: [nobody] },
      });
      const commandId = randomUUID();
      const householdId = idOf(await households.form([as(head)], actor, commandId));
      expect(idOf(await households.form([as(other)], actor, commandId))).toBe('idempotency-key-reused');
      expect(idOf(await households.join(householdId, as(head), actor, randomUUID()))).toBe('member-twice');
      expect(idOf(await households.leave(householdId, other, actor, randomUUID()))).toBe('not-a-member');
      expect(idOf(await households.leave(nobody, other, actor, randomUUID()))).toBe('no-such-household');
    });
  });

  it('keeps no name, number, phone, address or reason in clear anywhere', async () => {
    const details = input({ name: '慕容雪村', phone: '13912349876', address: '统景镇印盒村7组' });
    const personId = await register(details);
    await registry.correct(personId, { address: '统景镇江口村8组', reason: '迁居新址' }, actor, randomUUID());
    const texts = await everything(pool);
    expect(texts.length).toBeGreaterThan(1_000);
    for (const secret of [
      '慕容',
      '雪村',
      details.idNumber,
      details.idNumber.slice(6, 14),
      '1962-03-15',
      '13912349876',
      '印盒村',
      '江口村',
      '迁居',
      '欧阳',
    ])
      expect(texts).not.toContain(secret);
    expect(texts).toContain(personId);
  });

  it('is forgotten when the key is destroyed, and the ID number is free again', async () => {
    const details = input({ name: '遗忘者' });
    const personId = await register(details);
    await vault.destroyKey(`person-${personId}`);
    const fresh = anotherRegistry();
    expect(await fresh.register(details, actor, randomUUID())).toEqual({ refused: 'person-erased' });
    await fresh.removeTraces(personId);
    expect(await fresh.search({ text: '遗忘者' })).toEqual([]);
    expect(await fresh.get(personId)).toEqual({
      personId,
      sex: expect.any(String),
      hukou: { kind: 'urban', officeId: 'village-longxi-01' },
      identified: true,
      erased: true,
    });
    expect(await fresh.describe([personId])).toEqual(
      new Map([[personId, expect.objectContaining({ name: undefined })]]),
    );
    expect(await fresh.register(details, actor, randomUUID())).not.toHaveProperty('refused');
  });

  it('rebuilds its tables from the log to the same content', async () => {
    const fresh = anotherRegistry();
    await fresh.catchUp();
    const before = await contents(pool);
    await fresh.rebuild();
    expect(await contents(pool)).toEqual(before);
    await pool.query('TRUNCATE people.person, people.search_word, people.id_claim, people.progress');
    await fresh.rebuild();
    expect(await contents(pool)).toEqual(before);
  });

  it('never puts an older state over a newer one', async () => {
    const personId = await register({ name: '先后' });
    const tables = new PeopleTables(pool);
    const [older] = await tables.entries([personId]);
    await registry.recordDeath(personId, '2026-11-20', actor, randomUUID());
    if (older === undefined) throw new Error('not stored');
    await tables.write([{ entry: older, words: ['stale'], idBlind: undefined, erased: false }]);
    expect((await registry.get(personId))?.deceasedOn).toBe('2026-11-20');
    expect(await found({ text: '先后' })).toEqual([personId]);
  });

  it('goes on from where it was, not from the beginning', async () => {
    const personId = await register({ name: '续读' });
    // Transactions of other tests on the same server may hold the log back.
    const tip = await store.tip();
    while ((await store.horizon()) <= tip) await new Promise((resolve) => setTimeout(resolve, 10));
    await registry.catchUp();
    await pool.query('DELETE FROM people.person WHERE person_id = $1', [personId]);
    await registry.catchUp();
    expect(await registry.get(personId)).toBeUndefined();
    await registry.rebuild();
    expect((await registry.get(personId))?.name).toBe('续读');
  });

  it('follows what another process appended and did not write to the tables', async () => {
    const stopping = new AbortController();
    const following = registry.follow(stopping.signal);
    const personId = randomUUID();
    const subject = `person-${personId}`;
    const data = { personId, name: '跟随者', hukou: { kind: 'rural', region: '重庆市渝北区' }, identified: false };
    const [sealed] = await new PersonalDataCodec(vault).seal([{ data, paths: [['name']], subject }]);
    const commandId = randomUUID();
    const metadata = { actor: { ...actor }, occurredAt: clock.now(), commandId, correlationId: commandId };
    await store.append(
      subject,
      'none',
      [{ type: 'PersonRegistered', schemaVersion: 1, data: sealed ?? {}, metadata }],
      { commandId },
    );
    const end = Date.now() + 10_000;
    while ((await found({ text: '跟随者' })).length === 0 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await found({ text: '跟随者' })).toEqual([personId]);
    stopping.abort();
    await following;
  });
});

it('marks everything that tells who a person is as personal, and its schemas can be shown', () => {
  expect(personalPaths(personInput).map((path) => path.join('.'))).toEqual([
    'name',
    'idNumber',
    'phone',
    'address',
    'hukou.region',
  ]);
  for (const schema of [personInput, personCorrection])
    expect(z.toJSONSchema(schema)).toHaveProperty('properties.name');
});

it('hides the middle of a personal number', () => {
  expect(masked('500112196203151234')).toBe('500***********1234');
  expect([masked('123456'), masked(undefined)]).toEqual([undefined, undefined]);
});
