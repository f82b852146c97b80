import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  type FoundPersonInput,
  type NewIdentity,
  type PersonRegistry,
  foundPersonInput,
  knownIdentity,
  newIdentity,
  personLink,
} from '#people';
import { personalPaths } from '#kernel';
import { personEvents } from './person.js';
import {
  type TestRegistry,
  actor,
  breakingOff,
  contents,
  everything,
  idIn,
  idNumberOf,
  input,
  startRegistry,
} from './testing/registry.js';

const findable = (details: Partial<FoundPersonInput> = {}): FoundPersonInput => ({
  alias: '无名氏甲',
  sex: 'male',
  approximateAge: 50,
  foundAt: '渝北区火车北站南广场',
  foundOn: '2026-02-14',
  ...details,
});

const identity = (details: Partial<NewIdentity> = {}): NewIdentity => ({
  ...input({ name: '渝安生' }),
  evidence: '区公安分局落户登记',
  ...details,
});

describe('unidentified persons', () => {
  let kit: TestRegistry;
  let registry: PersonRegistry;
  beforeAll(async () => {
    kit = await startRegistry();
    ({ registry } = kit);
  });
  afterAll(() => kit.stop());

  const takeIn = async (details: Partial<FoundPersonInput> = {}): Promise<string> =>
    idIn(await registry.registerFound(findable(details), actor, randomUUID()));
  const link = (personId: string, otherId: string, through = registry) =>
    through.link(personId, { otherId, reason: '同一人' }, actor, randomUUID());
  const unlink = (personId: string, otherId: string) =>
    registry.unlink(personId, { otherId, reason: '并非同一人' }, actor, randomUUID());
  const identify = (personId: string, details: Partial<NewIdentity> = {}) =>
    registry.identify(personId, identity(details), actor, randomUUID());
  const identifyAs = (personId: string, identifiedAs: string) =>
    registry.identifyAs(personId, { identifiedAs, evidence: 'DNA比中' }, actor, randomUUID());
  const taken = { position: expect.any(String) };
  const together = async (...ids: readonly string[]): Promise<void> => {
    for (const id of ids) expect([...(await registry.joinedIds(id))].sort()).toEqual([...ids].sort());
  };

  it('are taken in with what can be seen, and rules learn that nobody knows who they are', async () => {
    const personId = await takeIn({ description: '左臂有纹身' });
    expect(await registry.get(personId)).toEqual({
      personId,
      alias: '无名氏甲',
      description: '左臂有纹身',
      sex: 'male',
      approximateAge: 50,
      foundAt: '渝北区火车北站南广场',
      foundOn: '2026-02-14',
      identified: false,
      erased: false,
    });
    expect(await registry.factsFor([personId])).toEqual({
      [personId]: { personId, registered: true, identified: false, sex: 'male', bornOn: undefined },
    });
    expect((await registry.describe([personId])).get(personId)?.name).toBe('无名氏甲');
  });

  it('are taken in once for a repeated command, and never in the future', async () => {
    const [commandId, before] = [randomUUID(), await kit.events()];
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => registry.registerFound(findable(), actor, commandId)),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(await kit.events()).toBe(before + 1);
    expect(await registry.registerFound(findable({ alias: '另一人' }), actor, commandId)).toEqual({
      refused: 'idempotency-key-reused',
    });
    expect(await registry.registerFound(findable({ foundOn: '2026-11-25' }), actor, randomUUID())).toEqual({
      refused: 'found-in-future',
    });
    expect(foundPersonInput.safeParse(findable({ foundOn: '2026-02-30' })).success).toBe(false);
  });

  describe('search', () => {
    let personId: string;
    beforeAll(async () => {
      personId = await takeIn({
        alias: '红衣大姐 WM-0214',
        description: '约60岁,右手缺无名指;讲贵州话',
        sex: 'female',
      });
    });

    it.each([
      ['the alias', '红衣大姐'],
      ['part of the alias', '大姐'],
      ['the number within the alias', '0214'],
      ['the alias as it was written', '红衣大姐 WM-0214'],
      ['words of the description', '无名指'],
      ['words of alias and description', '贵州话 大姐'],
      ['a number within the description', '60岁'],
    ])('finds by %s', async (_, text) => {
      expect(await kit.found({ text })).toEqual([personId]);
    });

    it.each([
      ['words that only meet across a comma', '岁右'],
      ['words in another order', '衣红'],
      ['one word that fits and one that does not', '贵州话 大哥'],
      ['a phone', '13983012345'],
    ])('does not find by %s', async (_, text) => {
      expect(await kit.found({ text })).not.toContain(personId);
    });

    it('does not find registered persons by words that only meet in a description', async () => {
      const named = await kit.register({ name: '贵州话' });
      expect(await kit.found({ text: '话贵州' })).not.toContain(named);
    });
  });

  describe('identified anew', () => {
    it('have the new identity and are still found by the alias', async () => {
      const personId = await takeIn({ alias: '桥洞老人' });
      const details = identity({ idNumber: idNumberOf('19550505') });
      const commandId = randomUUID();
      const outcome = await registry.identify(personId, details, actor, commandId);
      expect(await registry.identify(personId, details, actor, commandId)).toEqual(outcome);
      expect(outcome).toEqual({ personId, ...taken });
      expect(await registry.get(personId)).toMatchObject({ name: '渝安生', alias: '桥洞老人', identified: true });
      expect(await registry.get(personId)).not.toHaveProperty('evidence');
      expect((await registry.factsFor([personId]))[personId]).toMatchObject({ identified: true, bornOn: '1955-05-05' });
      expect(await kit.found({ text: '桥洞' })).toEqual([personId]);
      expect(await kit.found({ idNumber: details.idNumber })).toEqual([personId]);
      expect(await registry.register(input({ idNumber: details.idNumber }), actor, randomUUID())).toEqual({
        refused: 'person-already-registered',
        detail: { personId },
      });
      expect(await identify(personId)).toEqual({ refused: 'person-already-identified', detail: { personId } });
    });

    it('are refused an ID number that is wrong, or that somebody has', async () => {
      const [personId, idNumber] = [await takeIn(), idNumberOf()];
      const holder = await kit.register({ idNumber });
      const wrong = idNumber.slice(0, 17) + (idNumber.endsWith('5') ? '6' : '5');
      expect(await identify(personId, { idNumber: wrong })).toEqual({ refused: 'id-number-check-digit' });
      expect(await identify(personId, { idNumber })).toEqual({
        refused: 'person-already-registered',
        detail: { personId: holder },
      });
      expect((await registry.factsFor([personId]))[personId]?.identified).toBe(false);
      expect(await identify(randomUUID())).toEqual({ refused: 'no-such-person' });
    });

    it('are refused when they died before the birth day, or were linked to somebody identified', async () => {
      const [dead, joined, known] = [await takeIn(), await takeIn(), await kit.register()];
      await registry.recordDeath(dead, '2026-02-20', actor, randomUUID());
      expect(await identify(dead, { idNumber: idNumberOf('20260301') })).toEqual({ refused: 'died-before-birth' });
      await link(joined, known);
      expect(await identify(joined)).toEqual({ refused: 'person-already-identified', detail: { personId: known } });
    });

    it('cannot be given name or number by way of correction', async () => {
      const personId = await takeIn();
      const correct = (details: object) =>
        registry.correct(personId, { ...details, reason: '更正' }, actor, randomUUID());
      for (const details of [{ name: '王五' }, { idNumber: idNumberOf() }])
        expect(await correct(details)).toEqual({ refused: 'person-not-identified' });
      expect(await correct({ phone: '13900002222' })).toMatchObject({ personId });
    });

    it('leave a number free after a minute when the process ended before it was stored', async () => {
      const [personId, details] = [await takeIn(), identity()];
      const broken = kit.another(kit.pool, breakingOff(kit.store, 'before the append'));
      await expect(broken.identify(personId, details, actor, randomUUID())).rejects.toThrow('the process ended here');
      const register = () => registry.register(input({ idNumber: details.idNumber }), actor, randomUUID());
      expect(await register()).toMatchObject({ refused: 'person-already-registered' });
      await kit.pool.query(`UPDATE people.id_claim SET claimed_at = claimed_at - interval '2 minutes'`);
      expect(await register()).toMatchObject(taken);
    });

    it('lets one of eight win who give the same number at once', async () => {
      const [found, details] = [await Promise.all(Array.from({ length: 8 }, () => takeIn())), identity()];
      const registries = [registry, kit.another()];
      const outcomes = await Promise.all(
        found.map((personId, index) =>
          (registries[index % 2] ?? registry).identify(personId, details, actor, randomUUID()),
        ),
      );
      expect(outcomes.filter((outcome) => !('refused' in outcome))).toHaveLength(1);
    });
  });

  describe('identified as somebody registered', () => {
    it('are one person with them until that is taken back', async () => {
      const [personId, known] = [
        await takeIn({ sex: 'female' }),
        await kit.register({ idNumber: idNumberOf('19700101') }),
      ];
      const before = [await registry.get(personId), await registry.factsFor([personId, known])];
      expect(await identifyAs(personId, known)).toEqual({ personId, ...taken });
      await together(personId, known);
      const facts = await registry.factsFor([personId, known]);
      expect(facts[personId]).toEqual({ ...facts[known], personId });
      expect(facts[personId]).toMatchObject({ identified: true, bornOn: '1970-01-01' });
      expect((await registry.joined([personId])).get(personId)).toMatchObject({
        leadId: known,
        entryIds: [known, personId],
        links: [{ personId, otherId: known }],
      });
      expect(await unlink(known, personId)).toEqual({ personId: known, ...taken });
      expect([await registry.get(personId), await registry.factsFor([personId, known])]).toEqual(before);
      await together(personId);
    });

    it('are refused an entry that has no identity itself, and a second identity', async () => {
      const [personId, other, known, another] = [
        await takeIn(),
        await takeIn(),
        await kit.register(),
        await kit.register(),
      ];
      expect(await identifyAs(personId, other)).toEqual({ refused: 'person-not-identified' });
      await identifyAs(personId, known);
      expect(await identifyAs(personId, another)).toEqual({
        refused: 'person-already-identified',
        detail: { personId: known },
      });
      expect(await identifyAs(known, another)).toMatchObject({ refused: 'person-already-identified' });
    });
  });

  describe('links', () => {
    it('make one person of everything they reach, and what is taken back parts where it was joined', async () => {
      const [a, b, c, d] = [
        await takeIn({ foundOn: '2026-03-01' }),
        await takeIn({ foundOn: '2026-01-01' }),
        await takeIn({ foundOn: '2026-02-01' }),
        await kit.register(),
      ];
      await link(a, b);
      await link(c, d);
      expect((await registry.joined([a])).get(a)?.leadId).toBe(b);
      await link(a, c);
      await together(a, b, c, d);
      expect((await registry.joined([b])).get(b)).toMatchObject({ leadId: d, entryIds: [d, b, c, a] });
      await unlink(c, a);
      await together(a, b);
      await together(c, d);
      expect((await registry.factsFor([a]))[a]?.identified).toBe(false);
    });

    it('add nothing when the entries are one person already, and answer a repeated command as the first time', async () => {
      const [a, b, c] = [await takeIn(), await takeIn(), await takeIn()];
      const commandId = randomUUID();
      const asked = { otherId: b, reason: '同一人' };
      const outcome = await registry.link(a, asked, actor, commandId);
      await link(b, c);
      const before = await kit.events();
      expect(await registry.link(a, asked, actor, commandId)).toEqual(outcome);
      for (const [one, other] of [
        [a, b],
        [b, a],
        [a, c],
      ] as const)
        expect(await link(one, other)).toEqual({ personId: one, ...taken });
      expect(await kit.events()).toBe(before);
      const removal = randomUUID();
      const parted = await registry.unlink(b, { otherId: a, reason: '误认' }, actor, removal);
      expect(await registry.unlink(b, { otherId: a, reason: '误认' }, actor, removal)).toEqual(parted);
      expect(await registry.link(a, { otherId: c, reason: '同一人' }, actor, removal)).toEqual({
        refused: 'idempotency-key-reused',
      });
      expect(await kit.events()).toBe(before + 1);
      expect(await unlink(a, b)).toEqual({ refused: 'not-linked' });
      expect(await unlink(a, c)).toEqual({ refused: 'not-linked' });
    });

    it('are refused where the two cannot be one person', async () => {
      const [a, known, other, nobody] = [await takeIn(), await kit.register(), await kit.register(), randomUUID()];
      const [dead, deadToo, born] = [
        await takeIn(),
        await takeIn(),
        await kit.register({ idNumber: idNumberOf('20260301') }),
      ];
      await registry.recordDeath(dead, '2026-02-20', actor, randomUUID());
      await registry.recordDeath(deadToo, '2026-02-21', actor, randomUUID());
      expect(await link(a, a)).toEqual({ refused: 'link-to-itself' });
      expect(await link(a, nobody)).toEqual({ refused: 'no-such-person' });
      expect(await link(nobody, a)).toEqual({ refused: 'no-such-person' });
      expect(await unlink(a, nobody)).toEqual({ refused: 'no-such-person' });
      expect(await link(known, other)).toEqual({ refused: 'id-numbers-differ' });
      expect(await link(dead, deadToo)).toEqual({ refused: 'death-days-differ' });
      expect(await link(dead, born)).toEqual({ refused: 'died-before-birth' });
      await link(a, known);
      expect(await link(a, other)).toEqual({ refused: 'id-numbers-differ' });
      await link(a, dead);
      expect((await registry.factsFor([known]))[known]?.deceasedOn).toBe('2026-02-20');
      expect(await registry.recordDeath(known, '2026-02-21', actor, randomUUID())).toEqual({
        refused: 'death-already-recorded',
        detail: { deceasedOn: '2026-02-20' },
      });
    });

    it('never join two identities, however many link at once in several processes', async () => {
      const [a, b] = [await takeIn(), await takeIn()];
      const known = await Promise.all(Array.from({ length: 6 }, () => kit.register()));
      const registries = [registry, kit.another(), kit.another()];
      const outcomes = await Promise.all(
        [[a, b], [b, a], ...known.map((id, index) => [id, index % 2 === 0 ? a : b])].map(
          ([one = '', other = ''], index) => link(one, other, registries[index % 3] ?? registry),
        ),
      );
      expect(outcomes.filter((outcome) => 'refused' in outcome)).not.toHaveLength(0);
      for (const personId of [a, b]) {
        const ids = await registry.joinedIds(personId);
        expect(ids.filter((id) => known.includes(id)).length).toBeLessThanOrEqual(1);
      }
      await together(...(await registry.joinedIds(a)));
    });

    it('are seen also when the process ended between log and tables', async () => {
      const [a, known, other] = [await takeIn(), await kit.register(), await kit.register()];
      const broken = kit.another(kit.pool, breakingOff(kit.store, 'after the append'));
      await expect(link(known, a, broken)).rejects.toThrow('the process ended here');
      expect(await link(other, a)).toEqual({ refused: 'id-numbers-differ' });
    });

    it('are looked up for many persons with one query and one look at the keys', async () => {
      const ids = await Promise.all(Array.from({ length: 5 }, () => takeIn()));
      for (const id of ids.slice(1)) await link(ids[0] ?? '', id);
      let queries = 0;
      const counting = new pg.Pool({ connectionString: kit.databaseUrl, max: 1 });
      counting.on('error', () => undefined);
      counting.on('acquire', () => (queries += 1));
      const facts = await kit.another(counting).factsFor([...ids, await kit.register()]);
      expect(Object.keys(facts)).toHaveLength(6);
      expect(queries).toBe(2);
      await counting.end();
    });
  });

  it('keep nothing of alias, description, place, evidence and reason in clear', async () => {
    const personId = await takeIn({
      alias: '蓝布衫',
      description: '耳后有胎记',
      foundAt: '统景镇公路旁',
      approximateAge: 77,
    });
    const other = await takeIn();
    await registry.link(personId, { otherId: other, reason: '照片比对' }, actor, randomUUID());
    await registry.unlink(personId, { otherId: other, reason: '指纹不符' }, actor, randomUUID());
    await identify(personId, { evidence: '户籍底册' });
    const texts = await everything(kit.pool);
    for (const secret of ['蓝布', '胎记', '统景', '照片', '指纹', '底册', '渝安生'])
      expect(texts).not.toContain(secret);
    for (const event of [personEvents.PersonFound, personEvents.PersonIdentified, personEvents.PersonsLinked])
      expect(personalPaths(event).length).toBeGreaterThan(0);
    for (const schema of [foundPersonInput, knownIdentity, newIdentity, personLink])
      expect(personalPaths(schema).length).toBeGreaterThan(0);
    expect(personalPaths(personEvents.PersonFound).flat()).toEqual([
      'alias',
      'description',
      'approximateAge',
      'foundAt',
    ]);
  });

  it('are forgotten when the key is destroyed: nothing is found, linked or identified any more', async () => {
    const [personId, other] = [await takeIn({ alias: '被遗忘者' }), await takeIn()];
    await kit.vault.destroyKey(`person-${personId}`);
    const fresh = kit.another();
    await fresh.removeTraces(personId);
    expect(await kit.found({ text: '被遗忘者' })).toEqual([]);
    expect(await fresh.get(personId)).toEqual({
      personId,
      sex: 'male',
      foundOn: '2026-02-14',
      identified: false,
      erased: true,
    });
    const erased = { refused: 'person-erased' };
    expect(await link(personId, other, fresh)).toEqual(erased);
    expect(await link(other, personId, fresh)).toEqual(erased);
    expect(await fresh.identify(personId, identity(), actor, randomUUID())).toEqual(erased);
  });

  it('come out of a rebuild as they were, with their links', async () => {
    const fresh = kit.another();
    await fresh.catchUp();
    const before = await contents(kit.pool);
    await kit.pool.query('TRUNCATE people.person, people.search_word, people.id_claim, people.progress');
    await fresh.rebuild();
    expect(await contents(kit.pool)).toEqual(before);
  });
});
