import { randomUUID } from 'node:crypto';
import { Driver } from './driver.js';
import { GuardianshipDriver } from './guardianship-driver.js';

describe('supervision tasks of all cases', () => {
  let driver: Driver;
  let relief: string;
  let child: string;
  const [first, second, ofChild] = [randomUUID(), randomUUID(), randomUUID()];

  const list = async (who: 'supervisor' | 'officer' | 'otherTown' | 'auditor', query = ''): Promise<any> => {
    await driver.settle();
    const { status, body } = await driver.get(who, `/api/supervisions?${query}`);
    expect({ status, reason: body?.reason }).toEqual({ status: 200, reason: undefined });
    return body;
  };
  const issue = (supervisionId: string, answerBy: string): object => ({ supervisionId, text: '请说明原因', answerBy });

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    relief = await driver.lodgeDibao(await driver.household(1));
    const name = '王小宝';
    child = await new GuardianshipDriver(driver).opens({ personId: await driver.person(name, '2015-05-05'), name });
    await driver.does('supervisor', relief, 'IssueSupervision', issue(first, '2026-09-18'));
    await driver.does('supervisor', relief, 'IssueSupervision', issue(second, '2026-09-16'));
    await driver.doesTo(
      'guardianship-intervention',
      'supervisor',
      child,
      'IssueSupervision',
      issue(ofChild, '2026-09-20'),
    );
  });
  afterAll(() => driver.stop());

  it('lists them with their clock, the first to be answered first', async () => {
    const { rows, counts } = await list('supervisor');
    expect(counts).toEqual({ issued: 3, answered: 0, closed: 0 });
    expect(rows.map((row: any) => [row.supervisionId, row.state, row.standing, row.answerBy])).toEqual([
      [second, 'issued', 'running', '2026-09-16'],
      [first, 'issued', 'running', '2026-09-18'],
      [ofChild, 'issued', 'running', '2026-09-20'],
    ]);
    expect(rows[0]).toMatchObject({ caseId: relief, type: 'relief-application', text: '请说明原因', withheld: false });
  });

  it('keeps to what the viewer may list, and what was written to who may read the case', async () => {
    const { rows } = await list('supervisor', `caseId=${child}`);
    expect(rows).toMatchObject([{ supervisionId: ofChild, withheld: true }]);
    expect(rows[0]).not.toHaveProperty('text');
    expect((await list('officer')).rows.map((row: any) => row.caseId)).toEqual([relief, relief]);
    expect((await list('otherTown')).counts).toEqual({ issued: 0, answered: 0, closed: 0 });
    expect((await driver.get(undefined, '/api/supervisions')).status).toBe(401);
    expect((await driver.get('supervisor', '/api/supervisions?caseId=nonsense')).status).toBe(400);
  });

  it('follows them to the answer, the remark and the end', async () => {
    driver.at('2026-09-17 09:00');
    await driver.does('officer', relief, 'AnswerSupervision', { supervisionId: second, text: '人员休假' });
    await driver.does('officer', relief, 'AnswerSupervision', { supervisionId: first, text: '已安排入户' });
    await driver.does('supervisor', relief, 'VerifySupervision', {
      supervisionId: second,
      accepted: false,
      text: '未说明何时入户',
    });
    await driver.does('supervisor', relief, 'VerifySupervision', { supervisionId: first, accepted: true });
    const { rows, counts } = await list('supervisor', 'type=relief-application');
    expect(counts).toEqual({ issued: 1, answered: 0, closed: 1 });
    expect(rows).toMatchObject([
      // An answer that was not accepted is none: its time ran on, and is over.
      { supervisionId: second, state: 'issued', standing: 'overdue', answer: '人员休假', remark: '未说明何时入户' },
      { supervisionId: first, state: 'closed', standing: 'met', answer: '已安排入户' },
    ]);
    expect((await list('supervisor', 'state=closed')).rows.map((row: any) => row.supervisionId)).toEqual([first]);
  });

  it('pages, and gives the same as a file without what was written', async () => {
    const { rows, next } = await list('supervisor', 'limit=2');
    expect(rows).toHaveLength(2);
    expect((await list('supervisor', `limit=2&cursor=${next}`)).rows).toHaveLength(1);
    const { body } = await driver.get('supervisor', '/api/supervisions?format=csv');
    expect(body.trim().split('\n')).toHaveLength(4);
    expect(body).not.toMatch(/请说明原因|人员休假|已安排入户/);
  });

  it('stays the same through a rebuild', async () => {
    const before = await list('supervisor');
    await driver.app.system.readModels.rebuild();
    expect(await list('supervisor')).toEqual(before);
  });
});
