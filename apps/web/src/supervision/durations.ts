import { useTranslation } from 'react-i18next';

const hoursOfADay = 24;
/** Steps that take longer than this are told in days. */
const longestInHours = 4 * hoursOfADay;

export interface Scale {
  readonly unit: string;
  /** A number of calendar hours in the unit, with one decimal. */
  readonly show: (hours: number) => string;
  readonly value: (hours: number) => number;
}

/** One unit for a whole page of durations: hours for short steps, days for long ones. */
export const useScale = (longestHours: number | undefined): Scale => {
  const { t } = useTranslation();
  const inDays = (longestHours ?? 0) > longestInHours;
  const value = (hours: number): number => Math.round((inDays ? hours / hoursOfADay : hours) * 10) / 10;
  return {
    unit: t(inDays ? 'supervision.timelines.inDays' : 'supervision.timelines.inHours'),
    show: (hours) => value(hours).toFixed(1),
    value,
  };
};

/** From `from` hours on and below `to`, in words. */
export const useBinName = (): ((from: number, to: number | undefined) => string) => {
  const { t } = useTranslation();
  const shown = (hours: number): string =>
    hours < hoursOfADay
      ? t('supervision.hours', { count: hours })
      : t('supervision.days', { count: hours / hoursOfADay });
  return (from, to) => {
    if (to === undefined) return t('supervision.timelines.from', { from: shown(from) });
    return from === 0 ? t('supervision.timelines.below', { to: shown(to) }) : `${shown(from)} – ${shown(to)}`;
  };
};
