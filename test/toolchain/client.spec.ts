import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

describe('the types of the API client', () => {
  it('are what the api describes', async () => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const run = promisify(execFile)(process.execPath, ['scripts/generate-client.mjs', '--check'], { env });
    await expect(run).resolves.toMatchObject({ stderr: '' });
  });
});
