import type { Day } from '#kernel';
import type { TrailEvent } from '#rules';
import type { Event } from './events.js';
import type { TransientStage } from './stages.js';

export type AgeGroup = Event<'PersonMet'>['ageGroup'];

/** Where the person is. Exactly one place at a time. */
export type Whereabouts = 'street' | 'desk' | 'station' | 'hospital' | 'police' | 'missing' | 'away' | 'dead';

/** Who the person is: nobody knows, found out, or a new identity given by registration. */
export type Identity = 'unknown' | 'established' | 'registered';

export interface HandOver {
  readonly handOverId: string;
  readonly stationId: string;
  readonly signed: readonly ('ours' | 'theirs')[];
  readonly standing: 'offered' | 'refused' | 'completed';
  /** The case the receiving station opened. */
  readonly theirCase?: string;
}

export interface Departure {
  readonly kind: 'returned' | 'own' | 'settled' | 'gaveUp' | 'leftHospital' | 'keptByPolice' | 'terminated';
  readonly on: Day;
}

export interface Transient {
  readonly whereabouts?: Whereabouts;
  /** Set when the case is over. */
  readonly ended?: 'refused' | 'withdrawn' | 'closed';
  readonly met?: Event<'PersonMet'>;
  /** Every entry of the registry that turned out to be this person, the present one last. */
  readonly personIds: readonly string[];
  readonly title?: string;
  readonly identity: Identity;
  readonly identifiedOn?: Day;
  readonly ageGroup: AgeGroup;
  readonly capacity: Event<'AssistanceRequested'>['capacity'];
  readonly visits: number;
  readonly nextVisitOn?: Day;
  /** What has to come before entry, until it has. */
  readonly firstTo?: 'hospital' | 'police';
  readonly separatedCompanion: boolean;
  readonly admission?: { readonly on: Day; readonly place: 'station' | 'hospital' };
  readonly ruleSet?: string;
  readonly policeReports: readonly { readonly ground: string; readonly reference: string }[];
  readonly tracingNotice?: string;
  readonly dna: readonly { readonly requestId: string; readonly matched?: boolean }[];
  readonly longStay: boolean;
  readonly longerStayUntil?: Day;
  readonly settlement?: 'proposed' | 'approved' | 'registered';
  readonly plan?: Event<'ReturnArranged'>;
  readonly handOvers: readonly HandOver[];
  readonly departure?: Departure;
  readonly death?: {
    readonly kinReached: boolean;
    readonly announcementEndsOn?: Day;
    readonly belongingsListed: boolean;
    readonly disposed: boolean;
  };
  readonly followUps: number;
  readonly links: readonly { readonly caseId: string; readonly kind: string }[];
  readonly outcome?: string;
  /** Every event with what clocks may ask of it. */
  readonly trail: readonly TrailEvent[];
}

export const newTransient: Transient = {
  personIds: [],
  identity: 'unknown',
  ageGroup: 'adult',
  capacity: 'full',
  visits: 0,
  separatedCompanion: false,
  policeReports: [],
  dna: [],
  longStay: false,
  handOvers: [],
  followUps: 0,
  links: [],
  trail: [],
};

export const isMinor = (ageGroup: AgeGroup): boolean => ageGroup === 'child' || ageGroup === 'youth';

/** The registry's entry of the person as known now. */
export const personOf = (transient: Transient): string | undefined => transient.personIds.at(-1);

export const isLinked = (transient: Transient, kind: string): boolean =>
  transient.links.some((link) => link.kind === kind);

export const openHandOver = (transient: Transient): HandOver | undefined =>
  transient.handOvers.find(({ standing }) => standing === 'offered');

export const completedHandOver = (transient: Transient): HandOver | undefined =>
  transient.handOvers.find(({ standing }) => standing === 'completed');

const stageInStation = ({ settlement, plan, longStay, identity }: Transient): TransientStage => {
  if (settlement !== undefined) return 'settling';
  if (plan !== undefined) return 'returning';
  return longStay && identity === 'unknown' ? 'longStay' : 'inStation';
};

/** The stage follows from where the person is and from which path is open. */
export const stageOf = (transient: Transient): TransientStage => {
  if (transient.ended !== undefined) return transient.ended;
  switch (transient.whereabouts) {
    case undefined:
      return 'unopened';
    case 'street':
      return 'lead';
    case 'desk':
      return 'screening';
    case 'hospital':
      return 'atHospital';
    case 'police':
      return 'withPolice';
    case 'missing':
      return 'missing';
    case 'station':
      return stageInStation(transient);
    case 'away':
      return 'departed';
    case 'dead':
      return 'deceased';
    default:
      return transient.whereabouts satisfies never;
  }
};
