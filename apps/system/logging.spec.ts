import { randomUUID } from 'node:crypto';
import { NestLog, createLog } from './logging.js';
import { SettingMissing } from './setting-missing.js';
import { spanIdOf, traceIdOf } from './trace-ids.js';

const lines: string[] = [];
const log = createLog('spec', {}, { write: (line: string) => void lines.push(line) });
const nest = new NestLog(log);
const written = (write: () => void): Record<string, unknown> => {
  lines.length = 0;
  write();
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
};

describe('the log', () => {
  it('writes kind, code and place of an error, and not what it says', () => {
    const error = Object.assign(new TypeError('invalid input: 王小明'), { code: '22P02' });
    for (const write of [() => log.error({ err: error }, 'failed'), () => nest.error(error, 'api')]) {
      const line = JSON.stringify(written(write));
      expect(line).toContain('TypeError 22P02');
      expect(line).toContain('logging.spec');
      expect(line).not.toContain('王小明');
    }
  });

  it('says in full what an operator must set', () => {
    nest.fatal(new SettingMissing('MASTER_KEY', 'is not set'));
    expect(lines.at(-1)).toContain('MASTER_KEY is not set');
  });

  it.each(['500112198001150012', '50011219800115001X', '13912345678'])('takes %s out of whatever line', (number) => {
    expect(written(() => log.info({ route: `/api/${number}` }, `about ${number}.`))).toMatchObject({
      route: '/api/[number removed]',
      msg: 'about [number removed].',
    });
  });

  it('leaves ids and positions as they are', () => {
    const [id, position] = [randomUUID(), '0001-0000000000013912-00000001'];
    expect(written(() => log.info({ id, trace: traceIdOf(id) }, position))).toMatchObject({
      id,
      trace: traceIdOf(id),
      msg: position,
    });
  });

  it('drops objects that Nest or others hand over', () => {
    expect(JSON.stringify(written(() => nest.log({ name: '王小明' }, 'part')))).not.toContain('王小明');
  });
});

describe('ids of traces', () => {
  it('are the digits of correlation and command ids', () => {
    const id = '5b1ad2ce-3c35-4f0d-8ff3-0d1c1a86a001';
    expect([traceIdOf(id), spanIdOf(id)]).toEqual(['5b1ad2ce3c354f0d8ff30d1c1a86a001', '5b1ad2ce3c354f0d']);
  });

  it('are digits of a digest where the id is no UUID', () => {
    expect(traceIdOf('from elsewhere')).toMatch(/^[0-9a-f]{32}$/);
    expect(traceIdOf('from elsewhere')).not.toBe(traceIdOf('from Elsewhere'));
  });
});
