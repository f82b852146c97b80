import { Pool } from 'pg';
import { MasterKey, PostgresKeyVault, migrateKeyVault } from '#event-store';
import { SettingMissing, type Settings } from '#system';

/** Indexes whose keys must stand in the vault before the master key they once came from is gone. */
const indexes = ['people', 'command'];

/**
 * Wraps every key of the vault under `NEW_MASTER_KEY`; may be broken off and run again. Processes that were given both
 * keys go on working. What people and commands are found by stays as it is: the keys of those indexes are wrapped anew too.
 * @param progress told how many keys were wrapped anew so far
 * @returns how many keys were wrapped anew by this run
 * @throws SettingMissing without a new master key
 */
export const rotateMaster = async (
  settings: Pick<Settings, 'databaseUrl' | 'masterKey' | 'newMasterKey'>,
  progress: (keys: number) => void = () => undefined,
): Promise<number> => {
  if (settings.newMasterKey === undefined) throw new SettingMissing('NEW_MASTER_KEY', 'is not set');
  const next = MasterKey.fromText(settings.newMasterKey);
  const pool = new Pool({ connectionString: settings.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    await migrateKeyVault(pool);
    const vault = new PostgresKeyVault({ pool, master: MasterKey.fromText(settings.masterKey), otherMaster: next });
    for (const purpose of indexes) await vault.blindIndex(purpose);
    return await vault.rotate(next, progress);
  } finally {
    await pool.end();
  }
};
