export { type FileReason, mediaTypes } from './content/inspection.js';
export { FileSealBroken } from './content/sealed-file.js';
export { EvidenceFiles, type EvidenceParts, type Received } from './evidence-files.js';
export { safeFileName } from './file-name.js';
export { StoreUnknown, openFileStore } from './store/open-store.js';
export { type FileStore, StoreFailed } from './store/port.js';
export { migrateEvidence } from './tables.js';
export { type Place, Uploads } from './uploads.js';
