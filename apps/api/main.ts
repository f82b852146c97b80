import { fileURLToPath } from 'node:url';
import { System, settingsFrom } from '#system';
import { createApi } from './index.js';

const system = await System.open({ settings: settingsFrom(process.env) });
await system.furnish();
system.follow();
const app = await createApi(system, {
  web: fileURLToPath(new URL('../../web', import.meta.url)),
  jsonLogs: true,
});
const stop = async (): Promise<void> => {
  await app.close();
  await system.close();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
await app.listen(Number(process.env['PORT'] ?? 3000), process.env['HOST'] ?? '0.0.0.0');
