export { type Addressee, type Alert, Alerts } from './alerts.js';
export {
  type AsOf,
  type ClockNature,
  type DeadlineFilter,
  type DeadlineState,
  clockNatures,
  deadlineStates,
} from './clocks-at.js';
export { csvOf } from './csv.js';
export { type DeadlineGroup, type DeadlineRow, Deadlines, type SummaryKey, summaryKeys } from './deadlines.js';
export {
  type Distribution,
  type DurationFilter,
  type DurationKey,
  Durations,
  type FinishedStep,
  type MeasuredStep,
  durationKeys,
} from './durations.js';
export { type DeadEnd, type StuckCase, StuckCases } from './stuck.js';
export { type SupervisionRow, Supervisions, supervisionStates } from './supervisions.js';
