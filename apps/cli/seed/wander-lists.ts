import { lastDayOf, monthOf } from '#rules';
import { type Town, bureau, station, streetPoints } from './district.js';
import type { Cast } from './people.js';
import type { Dice } from './random.js';
import { type Script, type SeedCase, ref } from './script.js';

const risks = { dementia: 60, intellectual: 20, mental: 17, other: 3 } as const;
const features = ['左手缺小指', '右脸有痣,走路缓慢', '常穿蓝色外套,爱捡纸板', '不识字,只记得小名', '颈部有手术疤痕'];

/** 2026-07-01 → 2026-H2 */
const halfYearOf = (day: string): string => `${day.slice(0, 4)}-H${day.slice(5, 7) < '07' ? 1 : 2}`;

/**
 * 易走失人员名单: one list of a town office, due by the end of the month. The worker opens it at the end of the first
 * day; by hand it is opened only where it is not there then.
 */
export const wanderList = (script: Script, dice: Dice, cast: Cast, list: SeedCase, town: Town): void => {
  const [officer] = town.officers;
  const collector = dice.pick(station.officers);
  const isLate = dice.chance(0.04);
  const count = dice.weighted({ '0': 12, '1': 30, '2': 32, '3': 18, '4': 8 });
  script.waitDays(1, 9);
  const opened = script.day;
  script.open(bureau.officers[0], list, {
    type: 'OpenList',
    office: town.office,
    station: station.office,
    halfYear: halfYearOf(opened),
  });
  for (let index = 0; index < Number(count); index += 1) {
    const name = `listed-${index}`;
    const person = cast.person({ age: dice.chance(0.7) ? dice.whole(66, 89) : dice.whole(22, 60), rural: town.rural });
    script.wait(dice.whole(1, 3));
    script.register(officer, name, person);
    script.command(officer, list, {
      type: 'AddPerson',
      personId: ref(name),
      name: person.name,
      risk: person.age > 60 ? 'dementia' : dice.weighted(risks),
      features: dice.pick(features),
      lastSeenAround: dice.pick(streetPoints),
      ...(dice.chance(0.85)
        ? {
            guardian: { name: cast.name(), phone: cast.phone(), relation: dice.pick(['女儿', '儿子', '配偶', '侄子']) },
          }
        : {}),
    });
  }
  script.wait(dice.whole(1, 4));
  if (isLate) script.waitUntil(lastDayOf(monthOf(opened)));
  if (isLate) script.wait(dice.whole(1, 4));
  const submit = (): void =>
    script.command(officer, list, { type: 'SubmitList', ...(count === '0' ? { nobody: true } : {}) });
  submit();
  if (dice.chance(0.1)) {
    script.wait(1);
    script.command(collector, list, { type: 'ReturnList', reason: '个别人员缺监护人联系方式,请补充' });
    script.wait(2);
    submit();
  }
  script.wait(dice.whole(1, 3));
  script.command(collector, list, { type: 'MergeList' });
};
