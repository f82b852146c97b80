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
export { ReadModels, type ReadModelsOptions } from './read-models.js';
export { InterventionRefused } from './runner/control.js';
export { type ProjectionHealth } from './runner/projection-runner.js';
export { type Rebuilt, RebuildFailed } from './rebuild/rebuild.js';
export { type DueAlarm } from './alarms.js';
export { clockCategory } from './deadline-facts.js';
