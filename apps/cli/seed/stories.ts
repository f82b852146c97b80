import { type RuleBook, addDays, daysBetween, monthOf, monthsFrom, workingDaysBefore } from '#rules';
import { type Town, bureau } from './district.js';
import { drawGuardianshipEnding, guardianshipLife } from './guardianship-life.js';
import { drawLeadEnding, leadLife } from './lead-life.js';
import { Cast } from './people.js';
import { Dice } from './random.js';
import { afterLodging, reliefLife } from './relief-life.js';
import { application, deskFor, lodging, registerHousehold } from './relief-plot.js';
import { type Act, type CaseType, Script, type SeedCase, workingDayFrom } from './script.js';
import { childInStation } from './transient-child.js';
import { transientLife } from './transient-life.js';
import { drawTransientEnding, transientMonthWeights } from './transient-plot.js';
import { wanderList } from './wander-lists.js';

const relief: SeedCase = { type: 'relief-application', name: 'relief' };
const allowance: SeedCase = { type: 'relief-application', name: 'allowance' };
const guardianship: SeedCase = { type: 'guardianship-intervention', name: 'guardianship' };
const transient: SeedCase = { type: 'transient-assistance', name: 'transient' };
const lead: SeedCase = { type: 'outreach-lead', name: 'lead' };
const list: SeedCase = { type: 'wander-risk-list', name: 'list' };

/** Out of a thousand: about 74% relief, 12% transients, 4% guardianship and 10% leads, counted in cases. */
const kinds = {
  relief: 648,
  bundle: 20,
  transient: 101,
  handOverRefused: 1,
  guardianship: 29,
  lead: 60,
  leadToRelief: 22,
  leadToTransient: 10,
  leadToGuardianship: 8,
  childOnTheStreet: 4,
  settledPerson: 2,
} as const;
export type StoryKind = keyof typeof kinds | 'wanderList';

/** Every seed tells these, however small it is, so that each kind of link can be seen. */
const firstOnes: readonly (keyof typeof kinds)[] = [
  'settledPerson',
  'childOnTheStreet',
  'leadToGuardianship',
  'bundle',
  'leadToRelief',
  'leadToTransient',
  'handOverRefused',
];

const casesOf: Readonly<Record<StoryKind, number>> = {
  relief: 1,
  bundle: 2,
  transient: 1,
  handOverRefused: 1,
  guardianship: 1,
  lead: 1,
  leadToRelief: 2,
  leadToTransient: 2,
  leadToGuardianship: 2,
  childOnTheStreet: 2,
  settledPerson: 2,
  wanderList: 1,
};

/** The days and the place in which stories are told. */
export interface Setting {
  readonly seed: number;
  readonly towns: readonly Town[];
  readonly rules: RuleBook;
  readonly firstDay: string;
  readonly until: string;
}

/** What can be said of a story before it is told. */
export interface Outline {
  /** Names the story in every run. */
  readonly key: string;
  readonly index: number;
  readonly kind: StoryKind;
  readonly opensOn: string;
  readonly cases: number;
}

export interface Ending {
  readonly type: CaseType;
  readonly ending: string;
}

export interface Story {
  readonly acts: readonly Act[];
  /** How each case of it ends, should there be time. */
  readonly endings: readonly Ending[];
}

const listStories = 22_000;

const diceOf = ({ seed }: Setting, index: number): Dice => new Dice(seed * 1_000_003 + index);

const lastOpening = ({ firstDay, until }: Setting): number => daysBetween(firstDay, until);

/** The working day on which offices take up what comes on that day; the last one played for what comes after it. */
const officeDay = ({ rules: { calendar }, until }: Setting, day: string): string => {
  const next = workingDayFrom(calendar, day);
  return next <= until ? next : workingDaysBefore(calendar, addDays(until, 1), 1);
};

/** A day of the year, more often one of a month in which many are met. */
const streetDay = (dice: Dice, setting: Setting): string => {
  for (;;) {
    const day = addDays(setting.firstDay, dice.whole(0, lastOpening(setting)));
    if (dice.whole(1, 16) <= (transientMonthWeights[day.slice(5, 7)] ?? 0)) return day;
  }
};

const firstDayOf = (dice: Dice, kind: keyof typeof kinds, isFirst: boolean, setting: Setting): string => {
  const { firstDay } = setting;
  // A settlement takes months, and the first stories are there to be seen whole.
  if (isFirst || kind === 'settledPerson') return officeDay(setting, addDays(firstDay, dice.whole(5, 30)));
  switch (kind) {
    case 'transient':
    case 'leadToTransient':
    case 'handOverRefused':
      return streetDay(dice, setting);
    case 'childOnTheStreet':
    case 'guardianship':
    case 'leadToGuardianship':
      return addDays(firstDay, dice.whole(0, lastOpening(setting)));
    case 'bundle':
    case 'lead':
    case 'leadToRelief':
    case 'relief':
      return officeDay(setting, addDays(firstDay, dice.whole(0, lastOpening(setting))));
    default:
      return kind satisfies never;
  }
};

const outlineOf = (dice: Dice, index: number, setting: Setting): Outline => {
  const first = firstOnes[index];
  const kind = first ?? dice.weighted(kinds);
  const opensOn = firstDayOf(dice, kind, first !== undefined, setting);
  return { key: `${setting.seed}/${index}`, index, kind, opensOn, cases: casesOf[kind] };
};

/**
 * The stories that have so many cases together. A story is the same whatever the number; one with more cases than are
 * still wanted is left out.
 */
export const outlines = (setting: Setting, cases: number): readonly Outline[] => {
  const chosen: Outline[] = [];
  let left = cases;
  for (let index = 0; left > 0; index += 1) {
    const outline = outlineOf(diceOf(setting, index), index, setting);
    if (outline.cases > left) continue;
    chosen.push(outline);
    left -= outline.cases;
  }
  return chosen;
};

const halfYearsSince2020 = (month: string): number =>
  (Number(month.slice(0, 4)) - 2020) * 2 + (month.endsWith('-01') ? 0 : 1);

/** The lists that every town office owes for the half-years of the played time, the same whatever the seed. */
export const listOutlines = ({ towns, firstDay, until }: Setting): readonly Outline[] =>
  monthsFrom(monthOf(firstDay), monthOf(until))
    .filter((month) => month.endsWith('-01') || month.endsWith('-07'))
    .flatMap((month) =>
      towns.map(({ office }, index) => ({
        key: `list/${office}/${month}`,
        index: halfYearsSince2020(month) * towns.length + index,
        kind: 'wanderList' as const,
        opensOn: month === monthOf(firstDay) ? firstDay : `${month}-01`,
        cases: 1,
      })),
    );

const tellList = ({ index, opensOn }: Outline, { towns, rules, until }: Setting): Story => {
  const town = towns[index % towns.length];
  const script = new Script(rules.calendar, opensOn, until);
  const dice = new Dice(listStories + index);
  if (town !== undefined) wanderList(script, dice, new Cast(dice, opensOn, listStories + index, 0), list, town);
  return { acts: script.acts, endings: [{ type: list.type, ending: 'merged' }] };
};

/** The whole story, in the order in which it happens. */
export const tell = (outline: Outline, setting: Setting): Story => {
  const { kind, index } = outline;
  if (kind === 'wanderList') return tellList(outline, setting);
  const dice = diceOf(setting, index);
  const { opensOn } = outlineOf(dice, index, setting);
  const cast = new Cast(dice, opensOn, index, setting.seed * 61);
  const town = dice.pick(setting.towns);
  const script = new Script(setting.rules.calendar, opensOn, setting.until);
  const endings = tellKind(kind, script, dice, cast, town, setting.rules, index);
  return { acts: script.acts.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)), endings };
};

const tellKind = (
  kind: keyof typeof kinds,
  script: Script,
  dice: Dice,
  cast: Cast,
  town: Town,
  rules: RuleBook,
  index: number,
): readonly Ending[] => {
  switch (kind) {
    case 'relief': {
      const made = application(dice, cast, town);
      reliefLife(script, dice, cast, relief, made, deskFor(dice, town, rules));
      return [{ type: relief.type, ending: made.ending }];
    }
    case 'bundle':
      return bundle(script, dice, cast, town, rules);
    case 'transient':
    case 'handOverRefused': {
      const ending = kind === 'transient' ? drawTransientEnding(dice) : 'handOverRefusedOnce';
      transientLife(script, dice, cast, transient, { town, ending });
      return [{ type: transient.type, ending }];
    }
    case 'guardianship': {
      const ending = drawGuardianshipEnding(dice);
      guardianshipLife(script, dice, cast, guardianship, { town, ending });
      return [{ type: guardianship.type, ending }];
    }
    case 'lead': {
      const ending = drawLeadEnding(dice);
      const target = dice.weighted({ town: 70, station: 22, centre: 8 });
      const person =
        target === 'town' && dice.chance(0.6)
          ? { name: 'person', person: cast.person({ age: dice.whole(30, 82), rural: town.rural }) }
          : undefined;
      leadLife(script, dice, cast, lead, { town, target, ending, ...(person === undefined ? {} : { person }) }, index);
      return [{ type: lead.type, ending }];
    }
    case 'leadToRelief':
      return leadToRelief(script, dice, cast, town, rules, index);
    case 'leadToTransient': {
      const ending = dice.pick(['ownDeparture', 'collectedByKin', 'escortedHome', 'identified'] as const);
      leadLife(
        script,
        dice,
        cast,
        lead,
        {
          town,
          target: 'station',
          ending: 'converted',
          convert: () =>
            transientLife(script.fork(), dice, cast, transient, { town, ending, linkedTo: { to: lead, kind: 'lead' } }),
        },
        index,
      );
      return [
        { type: lead.type, ending: 'converted' },
        { type: transient.type, ending },
      ];
    }
    case 'leadToGuardianship': {
      const ending = dice.pick(['assisted', 'assisted', 'removed', 'protected'] as const);
      const child = { name: 'child', person: cast.person({ age: dice.whole(4, 14), rural: town.rural }) };
      leadLife(
        script,
        dice,
        cast,
        lead,
        {
          town,
          target: 'centre',
          ending: 'converted',
          person: child,
          convert: () =>
            guardianshipLife(script.fork(), dice, cast, guardianship, {
              town,
              ending,
              child,
              linkedTo: { to: lead, kind: 'lead' },
            }),
        },
        index,
      );
      return [
        { type: lead.type, ending: 'converted' },
        { type: guardianship.type, ending },
      ];
    }
    case 'childOnTheStreet':
      childInStation(script, dice, cast, transient, town, (name, person) =>
        guardianshipLife(script.fork(), dice, cast, guardianship, {
          town,
          ending: 'assisted',
          child: { name, person },
          // Of those who may open it, the leader alone may look into the station's case.
          opener: bureau.leader,
          reporterKind: 'station',
          matter: 'guardianMissing',
          linkedTo: { to: transient, kind: 'guardianship' },
        }),
      );
      return [
        { type: transient.type, ending: 'child' },
        { type: guardianship.type, ending: 'assisted' },
      ];
    case 'settledPerson':
      return settledPerson(script, dice, cast, town, rules);
    default:
      return kind satisfies never;
  }
};

/** 扶残助困一件事: dibao and the disability allowance in one submission. */
const bundle = (script: Script, dice: Dice, cast: Cast, town: Town, rules: RuleBook): readonly Ending[] => {
  const desk = deskFor(dice, town, rules);
  const dibao = application(dice, cast, town, { scheme: 'dibao', ending: dice.chance(0.85) ? 'granted' : 'refused' });
  const care = application(dice, cast, town, {
    scheme: 'disabilityAllowance',
    ending: 'granted',
    household: dibao.household.slice(0, 1),
    members: dibao.members.slice(0, 1),
  });
  registerHousehold(script, dibao, desk.officer);
  script.openTogether(desk.officer, [
    { ...relief, command: lodging(dice, cast, dibao, desk) },
    { ...allowance, command: lodging(dice, cast, care, desk) },
  ]);
  afterLodging(script.fork(), dice, relief, dibao, desk);
  afterLodging(script.fork(), dice, allowance, care, desk);
  return [
    { type: relief.type, ending: dibao.ending },
    { type: allowance.type, ending: care.ending },
  ];
};

const leadToRelief = (
  script: Script,
  dice: Dice,
  cast: Cast,
  town: Town,
  rules: RuleBook,
  index: number,
): readonly Ending[] => {
  const made = application(dice, cast, town, {
    scheme: dice.pick(['temporaryRelief', 'temporaryRelief', 'dibao', 'destituteSupport'] as const),
  });
  const [first] = made.household;
  leadLife(
    script,
    dice,
    cast,
    lead,
    {
      town,
      target: 'town',
      ending: 'converted',
      ...(first === undefined ? {} : { person: { name: made.members[0] ?? '', person: first } }),
      convert: (officer) =>
        reliefLife(script.fork(), dice, cast, relief, made, { town, officer, rules }, { to: lead, kind: 'lead' }),
    },
    index,
  );
  return [
    { type: lead.type, ending: 'converted' },
    { type: relief.type, ending: made.ending },
  ];
};

const settledPerson = (script: Script, dice: Dice, cast: Cast, town: Town, rules: RuleBook): readonly Ending[] => {
  const desk = deskFor(dice, town, rules);
  transientLife(script, dice, cast, transient, {
    town,
    ending: 'settled',
    apply: (name, person) => {
      const made = application(dice, cast, town, {
        scheme: 'destituteSupport',
        ending: 'granted',
        household: [person],
        members: [name],
      });
      const thread = script.fork();
      thread.open(
        bureau.officers[0],
        relief,
        {
          ...lodging(dice, cast, made, desk),
          channel: 'onBehalf',
          representative: { name: '渝北区救助管理站', relation: '救助管理机构' },
        },
        { to: transient, kind: 'relief' },
      );
      afterLodging(thread, dice, relief, made, desk);
    },
  });
  return [
    { type: transient.type, ending: 'settled' },
    { type: relief.type, ending: 'granted' },
  ];
};
