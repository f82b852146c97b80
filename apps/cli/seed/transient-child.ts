import { type Town, policeOf, station } from './district.js';
import type { Cast, SeedPerson } from './people.js';
import type { Dice } from './random.js';
import { type Script, type SeedCase, ref } from './script.js';

import { guest } from './transient-plot.js';
import { collect } from './transient-return.js';

/** A child among those on the street; what the centre does is told in the case it is linked with. */
export const childInStation = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  town: Town,
  tell: (childName: string, child: SeedPerson) => void,
): void => {
  const officer = dice.pick(station.officers);
  const child = cast.person({ age: dice.whole(9, 14), onTheRoad: true });
  const isWithStranger = dice.chance(0.4);
  script.waitDays(0, dice.whole(9, 21));
  script.register(officer, guest, child);
  script.open(officer, transient, {
    type: 'RequestAssistance',
    personId: ref(guest),
    name: child.name,
    office: station.office,
    arrival: 'police',
    need: '独自流落街头,随身无监护人',
    capacity: 'limited',
    consent: false,
    escortGround: 'minor',
    signs: [],
    ...(isWithStranger ? { companion: { relation: 'unrelated', description: '自称其叔叔的成年男子' } } : {}),
  });
  script.command(officer, transient, {
    type: 'ReportToPolice',
    ground: isWithStranger ? 'trafficking' : 'minor',
    policeStation: policeOf(town),
    reference: `接警${dice.whole(1000, 9999)}`,
  });
  script.later(15);
  script.command(officer, transient, {
    type: 'AdmitPerson',
    place: 'station',
    capacity: 'limited',
    consent: false,
    escortGround: 'minor',
    dormitory: 'children',
    searchedBySameSex: true,
    belongings: [{ item: '书包', quantity: 1 }],
  });
  const beside = script.fork();
  beside.later(dice.whole(60, 240));
  tell(guest, child);
  beside.waitDays(1, 10);
  beside.command(officer, transient, { type: 'RecordService', service: 'counselling', on: beside.day });
  beside.waitDays(dice.whole(1, 3), 10);
  collect(beside, dice, cast, transient, officer, child);
};
