import pg from 'pg';
import { DataSource } from 'typeorm';
import { advanceEntity, caseloadEntity, noticeEntity, paymentEntity } from './entities.js';
import { ReadModels1790000000001 } from './migrations/0001-read-models.js';

const controlSchema = 'projections';

/** The database of the read models, not yet connected. */
export const readModelSource = (url: string, connections = 8): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: controlSchema,
    entities: [caseloadEntity, noticeEntity, paymentEntity, advanceEntity],
    migrations: [ReadModels1790000000001],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize: connections,
    applicationName: 'read models',
    connectTimeoutMS: 5_000,
    // A lost idle connection is replaced by the pool; whoever uses one sees its query fail.
    poolErrorHandler: () => undefined,
  });

/** Brings the tables up to date; safe to run again and from several processes at once. */
export const migrateReadModels = async (dataSource: DataSource, url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('migrate ${controlSchema}', 0))`);
    await client.query(`create schema if not exists ${controlSchema}`);
    await dataSource.runMigrations();
  } finally {
    await client.end();
  }
};
