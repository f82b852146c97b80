import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newIdNumber } from '../acceptance/driver.js';
import { Processes } from './processes.js';

const folder = mkdtempSync(join(tmpdir(), 'caseflow-standalone-'));
chmodSync(folder, 0o755);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the product of a fresh machine', () => {
  it('stops in order with its database, and a copy of its folder starts with all that was there', async () => {
    const processes = new Processes('');
    try {
      const data = join(folder, 'data');
      const first = await processes.standalone(data);
      const person = { name: '王小明', idNumber: newIdNumber(), hukou: { kind: 'urban', region: '渝北区' } };
      expect((await processes.send(first, 'POST', '/api/people', person)).status).toBe(201);
      expect(await first.stop()).toBe(0);
      expect(first.output()).toContain('Stopped. The data stays.');
      expect(existsSync(join(data, 'lock'))).toBe(false);
      expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);

      execFileSync('cp', ['-a', data, join(folder, 'copy')]);
      rmSync(data, { recursive: true });
      const second = await processes.standalone(join(folder, 'copy'));
      const found = await processes.send(second, 'POST', '/api/people/search', { idNumber: person.idNumber });
      expect(found.status).toBeLessThan(300);
      expect(JSON.stringify(found.body)).toContain('王小明');
      expect(await second.stop()).toBe(0);
    } finally {
      await processes.stop();
    }
  }, 240_000);
});
