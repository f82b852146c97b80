import {
  type OrganisationEvent,
  ancestors,
  demoAccounts,
  demoUsers,
  foldOrganisation,
  handles,
  isWithin,
  listScope,
  officesOfKind,
  sees,
  subtree,
  visibleOffices,
  yubeiOffices,
} from '#identity';
import { type Role, roles } from '#kernel';
import { refusalOf } from './changes.js';
import { networkOf } from './sign-in-throttle.js';

const yubei = foldOrganisation([...yubeiOffices, ...demoUsers]);
const opened = (officeId: string, parent?: string): OrganisationEvent => ({
  type: 'OfficeOpened',
  officeId,
  kind: 'townOffice',
  name: { zh: officeId, en: officeId },
  parent,
});

describe('the organisation', () => {
  it('has the streets and towns of the district, and committees under each', () => {
    const towns = officesOfKind(yubei, 'townOffice');
    expect(towns.map(({ name }) => name.zh)).toEqual(
      expect.arrayContaining(['龙溪街道', '双凤桥街道', '王家街道', '玉峰山镇', '统景镇', '洛碛镇']),
    );
    expect(towns.length).toBe(29);
    for (const town of towns) expect(subtree(yubei, town.officeId).length).toBeGreaterThanOrEqual(4);
    expect(subtree(yubei, 'bureau')).toHaveLength(yubei.offices.size);
    expect(new Set(yubeiOffices.map((event) => 'officeId' in event && event.officeId)).size).toBe(yubeiOffices.length);
  });

  it('opens, enrols and grants what is published without a refusal, in order', () => {
    let organisation = foldOrganisation([]);
    for (const event of [...yubeiOffices, ...demoUsers]) {
      expect([event, refusalOf(organisation, event)]).toEqual([event, undefined]);
      organisation = foldOrganisation([event], organisation);
    }
    const held = new Set(demoAccounts.map(({ role }) => role));
    expect(roles.filter((role) => role !== 'system' && !held.has(role))).toEqual([]);
  });

  it('folds the same in one go as in parts', () => {
    const events = [...yubeiOffices, ...demoUsers];
    for (const at of [0, 1, 77, events.length])
      expect(foldOrganisation(events.slice(at), foldOrganisation(events.slice(0, at)))).toEqual(yubei);
  });

  it('knows what lies under what', () => {
    expect(ancestors(yubei, 'village-longxi-01')).toEqual(['town-longxi', 'bureau']);
    expect(isWithin(yubei, 'village-longxi-01', 'town-longxi')).toBe(true);
    expect(isWithin(yubei, 'town-longxi', 'town-longxi')).toBe(true);
    expect(isWithin(yubei, 'town-longxi', 'village-longxi-01')).toBe(false);
    expect(isWithin(yubei, 'town-longxing', 'town-longxi')).toBe(false);
    expect(isWithin(yubei, 'nowhere', 'nowhere')).toBe(false);
  });

  it('comes to an end on offices that lie in a ring or under nothing', () => {
    const odd = foldOrganisation([opened('a', 'b'), opened('b', 'a'), opened('c', 'c'), opened('d', 'lost')]);
    expect(ancestors(odd, 'a')).toEqual(['b']);
    expect([ancestors(odd, 'c'), ancestors(odd, 'd')]).toEqual([[], []]);
  });

  it('renames and closes offices, and never fails on what it does not know', () => {
    const after = foldOrganisation(
      [
        { type: 'OfficeRenamed', officeId: 'town-longxi', name: { zh: '新龙溪街道', en: 'New Longxi' } },
        { type: 'OfficeClosed', officeId: 'village-longxi-05' },
        { type: 'OfficeRenamed', officeId: 'nowhere', name: { zh: '无', en: 'none' } },
        { type: 'OfficeClosed', officeId: 'nowhere' },
        { type: 'RoleRevoked', userId: 'nobody', role: 'auditor', office: 'bureau' },
      ],
      yubei,
    );
    expect(after.offices.get('town-longxi')?.name.zh).toBe('新龙溪街道');
    expect(officesOfKind(after, 'committee')).toHaveLength(officesOfKind(yubei, 'committee').length - 1);
    expect(isWithin(after, 'village-longxi-05', 'town-longxi')).toBe(true);
  });

  it.each<[string, OrganisationEvent]>([
    ['office-exists', opened('town-longxi', 'bureau')],
    ['no-such-office', opened('town-new', 'nowhere')],
    ['no-such-office', { type: 'OfficeClosed', officeId: 'nowhere' }],
    ['office-has-open-offices', { type: 'OfficeClosed', officeId: 'town-longxi' }],
    ['office-has-staff', { type: 'OfficeClosed', officeId: 'village-longxi-01' }],
    ['no-such-office', { type: 'UserEnrolled', userId: 'x', name: 'X', office: 'nowhere' }],
    ['no-such-user', { type: 'RoleGranted', userId: 'nobody', role: 'auditor', office: 'bureau' }],
    ['role-held', { type: 'RoleGranted', userId: 'guo.tao', role: 'auditor', office: 'bureau' }],
    ['role-not-held', { type: 'RoleRevoked', userId: 'guo.tao', role: 'supervisor', office: 'bureau' }],
    [
      'role-does-not-fit-office',
      { type: 'RoleGranted', userId: 'wu.fang', role: 'bureauOfficer', office: 'village-longxi-01' },
    ],
    ['role-does-not-fit-office', { type: 'RoleGranted', userId: 'guo.tao', role: 'system', office: 'bureau' }],
    ['last-administrator', { type: 'RoleRevoked', userId: 'admin', role: 'administrator', office: 'bureau' }],
  ])('refuses %s', (reason, event) => {
    expect(refusalOf(yubei, event)).toMatchObject({ refused: reason });
  });
});

describe('who may act on and see a case', () => {
  const [village, otherVillage] = ['village-longxi-01', 'village-longxi-02'];
  const at = (role: Role, office: string) => ({ role, office });
  // Position, case office, case area, may act, may look.
  it.each<[ReturnType<typeof at>, string, string | undefined, boolean, boolean]>([
    [at('committeeOfficer', village), 'town-longxi', village, true, true],
    [at('committeeOfficer', village), village, undefined, true, true],
    [at('committeeOfficer', village), 'town-longxi', otherVillage, false, false],
    [at('committeeOfficer', village), 'town-longxi', undefined, false, false],
    [at('committeeOfficer', 'village-nowhere-01'), 'town-longxi', 'village-nowhere-01', false, false],
    [at('townOfficer', 'town-longxi'), 'town-longxi', village, true, true],
    [at('townOfficer', 'town-longxi'), village, village, true, true],
    [at('townLeader', 'town-longxi'), 'town-renhe', undefined, false, false],
    [at('townLeader', 'town-longxi'), 'town-longxing', undefined, false, false],
    [at('townLeader', 'town-longxi'), 'bureau', undefined, false, false],
    [at('townOfficer', 'town-nowhere'), 'town-nowhere', undefined, false, false],
    [at('bureauOfficer', 'bureau'), 'town-renhe', undefined, true, true],
    [at('bureauLeader', 'bureau'), 'bureau', undefined, true, true],
    [at('paymentOfficer', 'bureau'), village, village, true, true],
    [at('supervisor', 'bureau'), 'town-renhe', undefined, true, true],
    [at('supervisor', 'town-longxi'), 'town-renhe', undefined, false, false],
    [at('auditor', 'bureau'), 'town-renhe', undefined, false, true],
    [at('administrator', 'bureau'), 'town-renhe', undefined, false, false],
    [at('bureauLeader', 'bureau'), 'nowhere', undefined, false, false],
  ])('%j on a case of %s, area %s: acts %s, looks %s', (position, office, area, acts, looks) => {
    expect([handles(yubei, position, office, area), sees(yubei, position, office, area)]).toEqual([acts, looks]);
  });

  it('lists for every role no more and no less than may be seen', () => {
    const offices = [...yubei.offices.keys()];
    for (const role of roles)
      for (const own of ['bureau', 'town-longxi', village]) {
        const position = at(role, own);
        const { ancestors: above, areas } = listScope([position]);
        const listed = (office: string, area: string): boolean =>
          above.some((one) => isWithin(yubei, office, one) || isWithin(yubei, area, one)) ||
          areas.includes(area) ||
          areas.includes(office);
        for (const office of offices)
          for (const area of [village, otherVillage])
            expect([role, own, office, area, listed(office, area)]).toEqual([
              role,
              own,
              office,
              area,
              sees(yubei, position, office, area),
            ]);
        expect(visibleOffices(yubei, position)).toEqual(
          role === 'committeeOfficer' || role === 'childDirector'
            ? [own]
            : offices.filter((office) => sees(yubei, position, office, undefined)),
        );
      }
  });
});

it('takes a whole IPv6 network as one address', () => {
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::2'));
  expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'));
  expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(networkOf('::1')).toBe('0:0:0:0');
  expect(networkOf('unknown')).toBe('unknown');
});
