import { z } from 'zod';

const article = z.string().min(1);
const age = z.int().min(1).max(120);
const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** Another region's assistance station, for escorted returns. */
export const stationSchema = z.strictObject({
  stationId: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  name: label,
  region: z.string().min(1),
  /** The civil affairs bureau above it. */
  bureau: label,
  /** 对口救助管理机构: receives directly, without the provincial station in between. */
  paired: z.boolean(),
});

/** What the procedure for people sleeping rough or begging needs of the rules. */
export const transientParametersSchema = z.strictObject({
  /** A minor leaves only with a guardianship case and the police informed, and never alone. */
  minors: z.strictObject({ belowAge: age, article }),
  /** Below this age relatives collect, or the station escorts. */
  collected: z.strictObject({ belowAge: age, article }),
  elderly: z.strictObject({ fromAge: age, article }),
  /** Outreach of a campaign starts at these temperatures, in °C. */
  weather: z.strictObject({ heatFromC: z.int(), coldToC: z.int(), article }),
  identityCheck: z.strictObject({ basis: article }),
  /** 滞留: unidentified for more than so many days after entry. */
  longStay: z.strictObject({ afterDays: z.int().positive(), article }),
  settlement: z.strictObject({ afterMonths: z.int().positive(), article }),
  ownDeparture: z.strictObject({ cashLimitFen: z.int().min(0), article }),
  death: z.strictObject({ announcementDays: z.int().positive(), article }),
  handOver: z.strictObject({
    /** The office of ours that a refusal of the other station goes up to. */
    escalateTo: z.string().min(1),
    stations: z.array(stationSchema),
    article,
  }),
});

export interface ReturnCount {
  /** Identified persons due for return. */
  readonly due: number;
  readonly returned: number;
}

export interface ReturnRate extends ReturnCount {
  readonly pending: number;
  /** Returned of 10 000 due, rounded down; absent when nobody is due. */
  readonly perTenThousand: number | undefined;
  /** True only when nobody due is pending. */
  readonly complete: boolean;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * The return rate (返乡率) of a period, in ten-thousandths (10 000 is 100%), never rounded up: it reaches 10 000 only
 * when nobody is pending.
 * @throws RangeError for counts that are not whole, are negative, or say that more returned than were due.
 */
export const returnRate = ({ due, returned }: ReturnCount): ReturnRate => {
  if (!isCount(due) || !isCount(returned) || returned > due)
    throw new RangeError(`No return rate of ${returned} in ${due}`);
  return {
    due,
    returned,
    pending: due - returned,
    perTenThousand: due === 0 ? undefined : Number((BigInt(returned) * 10_000n) / BigInt(due)),
    complete: returned === due,
  };
};
