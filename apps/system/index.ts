export {
  type ExportAsked,
  caseBundle,
  caseBundles,
  casesOpened,
  exportFormats,
  exportedFile,
  streamsOfCase,
} from './audit-files.js';
export { type Health } from './health.js';
export { type Log, NestLog, createLog, endOnFaults, faultOf } from './logging.js';
export { Metrics } from './metrics.js';
export { mayWatch } from './operators.js';
export { SettingMissing } from './setting-missing.js';
export { type Settings, settingsFrom } from './settings.js';
export { System, type SystemOptions, machineClock } from './system.js';
export { type Tracing, tracingFrom } from './tracing.js';
