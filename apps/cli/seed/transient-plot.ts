import { type Town, station } from './district.js';
import type { Cast, SeedPerson, Sex } from './people.js';
import type { Dice } from './random.js';
import type { LinkKind, SeedCase } from './script.js';

export const transientEndings = [
  'ownDeparture',
  'collectedByKin',
  'escortedHome',
  'handedToStation',
  'handOverRefusedOnce',
  'gaveUp',
  'notEligible',
  'withdrawn',
  'terminated',
  'keptByPolice',
  'died',
  'lostFromSight',
  'identified',
  'settled',
  'child',
] as const;

export type TransientEnding = (typeof transientEndings)[number];

const endingWeights = {
  ownDeparture: 38,
  collectedByKin: 14,
  escortedHome: 6,
  handedToStation: 7,
  gaveUp: 6,
  notEligible: 5,
  withdrawn: 1,
  terminated: 1,
  keptByPolice: 1,
  died: 1,
  lostFromSight: 9,
  identified: 10,
} as const satisfies Readonly<Partial<Record<TransientEnding, number>>>;

export const drawTransientEnding = (dice: Dice): TransientEnding => dice.weighted(endingWeights);

/** More people are met in the cold and in the heat, when the streets are searched. */
export const transientMonthWeights: Readonly<Record<string, number>> = {
  '01': 16,
  '02': 12,
  '03': 6,
  '04': 5,
  '05': 5,
  '06': 6,
  '07': 12,
  '08': 13,
  '09': 6,
  '10': 5,
  '11': 6,
  '12': 13,
};

interface Season {
  readonly campaign: 'summerCool' | 'winterWarm' | 'none';
  readonly temperatureC: number;
  readonly supplies: readonly { readonly item: string; readonly quantity: number }[];
}

export const seasonOf = (dice: Dice, day: string): Season => {
  switch (day.slice(5, 7)) {
    case '12':
    case '01':
    case '02':
      return {
        campaign: 'winterWarm',
        temperatureC: dice.whole(-1, 8),
        supplies: [
          { item: '棉被', quantity: 1 },
          { item: '方便食品', quantity: 3 },
        ],
      };
    case '07':
    case '08':
      return {
        campaign: 'summerCool',
        temperatureC: dice.whole(32, 41),
        supplies: [
          { item: '矿泉水', quantity: 6 },
          { item: '防暑药品', quantity: 1 },
        ],
      };
    default:
      return {
        campaign: 'none',
        temperatureC: dice.whole(12, 28),
        supplies: [{ item: '方便食品', quantity: 2 }],
      };
  }
};

export interface Guest {
  readonly sex: Sex;
  readonly age: number;
  readonly person: SeedPerson | undefined;
  readonly capacity: 'full' | 'limited';
  readonly sign: 'drunkDangerous' | 'injured' | undefined;
  readonly officer: string;
}

export interface TransientPlot {
  readonly town: Town;
  readonly ending: TransientEnding;
  readonly linkedTo?: { readonly to: SeedCase; readonly kind: LinkKind };
  /** The application for 特困供养 of somebody who was settled. */
  readonly apply?: (guest: string, person: SeedPerson) => void;
}

export const guest = 'guest';

export const known = 'known';

export const aloneEndings: readonly TransientEnding[] = [
  'ownDeparture',
  'gaveUp',
  'terminated',
  'lostFromSight',
  'keptByPolice',
  'notEligible',
];

export const guestOf = (dice: Dice, cast: Cast, ending: TransientEnding): Guest => {
  const sex = dice.chance(0.78) ? 'male' : 'female';
  const age = ending === 'settled' ? dice.whole(62, 76) : dice.whole(24, 82);
  const isUnknown = ending === 'identified' || ending === 'settled';
  const isHandedOver = ending === 'handedToStation' || ending === 'handOverRefusedOnce';
  const isHelpless = !aloneEndings.includes(ending) && (isUnknown || (age >= 65 && dice.chance(0.4)));
  return {
    sex,
    age,
    person: isUnknown
      ? undefined
      : cast.person({
          age,
          sex,
          onTheRoad: true,
          ...(isHandedOver ? { region: dice.pick(['511623', '511681'] as const) } : {}),
        }),
    capacity: isHelpless ? 'limited' : 'full',
    sign: ending === 'keptByPolice' ? 'drunkDangerous' : dice.chance(0.07) ? 'injured' : undefined,
    officer: dice.pick(station.officers),
  };
};

export const daysUntil = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
