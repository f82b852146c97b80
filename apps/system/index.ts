export { type ExportAsked, caseBundle, exportFormats, exportedFile, streamsOfCase } from './audit-files.js';
export { Metrics } from './metrics.js';
export { SettingMissing, type Settings, settingsFrom } from './settings.js';
export { type Health, System, type SystemOptions, machineClock } from './system.js';
