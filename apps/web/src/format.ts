const zone = 'Asia/Shanghai';

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
const minuteFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: zone,
  dateStyle: 'short',
  timeStyle: 'short',
});
const yuanFormat = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The Asia/Shanghai day of an instant. */
export const dayOf = (instant: string | number | Date): string => dayFormat.format(new Date(instant));

export const today = (): string => dayOf(Date.now());

export const thisMonth = (): string => today().slice(0, 7);

export const previousMonth = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
};

/** `2026-09-14 09:30` in Asia/Shanghai. */
export const shownInstant = (instant: string): string => minuteFormat.format(new Date(instant));

/** Amount in yuan with two decimals. */
export const shownMoney = (fen: number): string => `¥${yuanFormat.format(fen / 100)}`;

/** Calendar days from one day to another; negative when it has passed. */
export const daysUntil = (day: string, from = today()): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The first part of a case number: enough to tell cases apart on a screen. */
export const shortNumber = (caseId: string): string => caseId.slice(0, 8).toUpperCase();

export const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
