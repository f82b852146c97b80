export {
  type CaseloadFilter,
  type CaseloadRow,
  type Page,
  type Reach,
  type Scope,
  type WorklistBucket,
  type WorklistMoments,
  worklistBuckets,
} from './queries.js';
export { type PastCaseloadRow } from './as-of/past-caseload.js';
export { ReadModels, type ReadModelsOptions } from './read-models.js';
export { InterventionRefused } from './runner/control.js';
export { type FeedPlan, feedMessages } from './runner/kafka-feed.js';
export { type KafkaFeed } from './runner/kafka-source.js';
export { type ProjectionHealth } from './runner/projection-runner.js';
export { type Rebuilt, RebuildFailed } from './rebuild/rebuild.js';
export { type DueAlarm } from './alarms.js';
export { clockCategory, rulesCategory } from './deadline-facts.js';
export { type OpenCase, firstCase } from './what-if/moved-deadlines.js';
export { type WhatIfJob } from './what-if/jobs.js';
export type { ChangedClock, Comparison, Standings } from './what-if/tally.js';
export {
  type Addressee,
  type Alert,
  type AsOf,
  type ClockNature,
  type DeadEnd,
  type DeadlineFilter,
  type DeadlineGroup,
  type DeadlineRow,
  type DeadlineState,
  type Distribution,
  type DurationFilter,
  type DurationKey,
  type FinishedStep,
  type MeasuredStep,
  type StuckCase,
  type SummaryKey,
  type SupervisionRow,
  clockNatures,
  csvOf,
  deadlineStates,
  durationKeys,
  summaryKeys,
  supervisionStates,
} from './timelines/index.js';
