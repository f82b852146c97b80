export * from './port.js';
export { categoryOf, checkStreamName, maxStreamName } from './stream-name.js';
export { canonicalJson } from './canonical-json.js';
export { canonicalForm, chainStart, linkHash, type ChainedEvent } from './chain.js';
export { idleInTransactionMs, type LogSource } from './postgres/connection.js';
export { LogGenerationBehind, raiseLogGeneration } from './postgres/generation.js';
export type { StreamHead } from './postgres/heads.js';
export { migrateEventStore } from './postgres/migrate.js';
export { placeOf, positionOf, startOfLog, type LogPlace } from './postgres/position.js';
export { isKurrentUrl } from './kurrentdb/connection.js';
export { createKurrentEventStore, type KurrentEventStoreOptions } from './kurrentdb/store.js';
export { maxEventBytes } from './prepare.js';
export { createPostgresEventStore, type PostgresEventStore, type PostgresEventStoreOptions } from './postgres/store.js';
export { upcast, UnknownEventVersion } from './upcasting.js';
export { KeyMissing, MasterKeyUnknown, SubjectErased, type KeyVault, type SubjectKey } from './codec/key-vault.js';
export { BlindIndex, MasterKey } from './codec/master-key.js';
export { PersonalDataCodec, UnexpectedSealedValue, type Opened, type Sealing } from './codec/personal-data-codec.js';
export { migrateKeyVault, PostgresKeyVault, type PostgresKeyVaultOptions } from './codec/postgres-key-vault.js';
export { isSealed, SealBroken, type SealedValue } from './codec/sealing.js';
export { readLogByCopy, type CopyLogOptions } from './postgres/copy-log.js';
export { ChainBroken, Ends, type MovesLog, type StoredAppend } from './moving.js';
export { openLog, type Log, type OpenLogOptions } from './open-log.js';
export { logHealth, type HorizonHolder, type LogHealth } from './postgres/health.js';
export {
  verifyAll,
  verifyStream,
  type ChainFault,
  type KeepsHeads,
  type KeptHead,
  type Verification,
} from './verify.js';
