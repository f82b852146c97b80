import { randomUUID } from 'node:crypto';
import { checkDigitOf } from '#rules';
import { type TestApp, startApp } from '../app.js';

export interface Answer {
  readonly status: number;
  readonly body: any;
}

export interface CommandOptions {
  readonly key?: string;
  readonly ifMatch?: number;
}

/** People of the demonstration, by what they do. */
export const staff = {
  officer: 'zhang.wei',
  secondOfficer: 'li.na',
  leader: 'chen.hong',
  village: 'wu.fang',
  otherTown: 'liu.yang',
  bureauOfficer: 'zhou.min',
  secondBureauOfficer: 'gao.feng',
  bureauLeader: 'yang.liu',
  payer: 'ma.chao',
  supervisor: 'lin.jing',
  auditor: 'guo.tao',
  childOfficer: 'song.yu',
  secondChildOfficer: 'fang.min',
  welfareOfficer: 'qiu.lan',
  childSupervisor: 'yuan.jing',
  childDirector: 'pan.yun',
  stationOfficer: 'jiang.tao',
  secondStationOfficer: 'ye.qing',
  stationLeader: 'shi.jun',
  administrator: 'admin',
} as const;

export type Who = keyof typeof staff;

export const town = 'town-longxi';
export const village = 'village-longxi-01';

let serial = 0;

/** A valid ID number nobody else has. */
export const newIdNumber = (bornOn = '1980-01-15'): string => {
  serial += 1;
  const first17 = `500112${bornOn.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return `${first17}${checkDigitOf(first17)}`;
};

/** Drives the running product over HTTP as its users do. */
export class Driver {
  private readonly tokens = new Map<string, string>();
  private last = '';

  private constructor(readonly app: TestApp) {}

  static async start(at?: string, options: Parameters<typeof startApp>[1] = {}): Promise<Driver> {
    return new Driver(await startApp(at, options));
  }

  at(moment: string): void {
    this.app.clock.set(moment);
    this.tokens.clear();
  }

  async send(
    who: Who | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.app.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(who === undefined ? {} : { authorization: `Bearer ${await this.token(who)}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = text === '' ? undefined : parseIfJson(text);
    if (typeof parsed?.position === 'string' && parsed.position > this.last) this.last = parsed.position;
    return { status: response.status, body: parsed };
  }

  get(who: Who | undefined, path: string): Promise<Answer> {
    return this.send(who, 'GET', path);
  }

  async person(name = '王小明', bornOn?: string): Promise<string> {
    const { status, body } = await this.send('officer', 'POST', '/api/people', {
      name,
      idNumber: newIdNumber(bornOn),
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    if (status !== 201) throw new Error(`not registered: ${JSON.stringify(body)}`);
    return body.personId;
  }

  /** Opens a case of any type with its first command. */
  openCase(type: string, who: Who, command: object, options: CommandOptions = {}): Promise<Answer> {
    return this.send(who, 'POST', `/api/cases/${type}`, command, headersOf(options));
  }

  /** The same, and it must succeed; answers the case's id. */
  async opens(type: string, who: Who, command: object): Promise<string> {
    const { status, body } = await this.openCase(type, who, command);
    if (status !== 201) throw new Error(`${type} as ${who}: ${status} ${JSON.stringify(body)}`);
    return body.caseId;
  }

  /** One command to an open case of any type. */
  commandTo(
    type: string,
    who: Who,
    caseId: string,
    command: string,
    fields: object = {},
    options: CommandOptions = {},
  ): Promise<Answer> {
    const body = { type: command, ...fields };
    return this.send(who, 'POST', `/api/cases/${type}/${caseId}/commands`, body, headersOf(options));
  }

  /** The same, and it must succeed. */
  async doesTo(type: string, who: Who, caseId: string, command: string, fields: object = {}): Promise<any> {
    const { status, body } = await this.commandTo(type, who, caseId, command, fields);
    if (status !== 200) throw new Error(`${command} as ${who}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  open(who: Who, fields: object, options: CommandOptions = {}): Promise<Answer> {
    return this.openCase('relief-application', who, { type: 'LodgeApplication', ...fields }, options);
  }

  command(who: Who, caseId: string, type: string, fields: object = {}, options: CommandOptions = {}): Promise<Answer> {
    return this.commandTo('relief-application', who, caseId, type, fields, options);
  }

  /** The same, and it must succeed. */
  async does(who: Who, caseId: string, type: string, fields: object = {}): Promise<any> {
    const { status, body } = await this.command(who, caseId, type, fields);
    if (status !== 200) throw new Error(`${type} as ${who}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async case(caseId: string, who: Who = 'bureauLeader', query = ''): Promise<any> {
    return (await this.get(who, `/api/cases/${caseId}${query}`)).body;
  }

  async history(caseId: string, who: Who = 'auditor'): Promise<readonly any[]> {
    return (await this.get(who, `/api/cases/${caseId}/history`)).body.events;
  }

  /** The caseload as this person sees it, everything recorded so far included. */
  async caseload(who: Who, query = ''): Promise<any> {
    return (await this.get(who, `/api/caseload?${query}&after=${encodeURIComponent(this.last)}`)).body;
  }

  async eventTypes(caseId: string): Promise<readonly string[]> {
    return (await this.history(caseId)).map((event) => event.type);
  }

  async clock(caseId: string, clock: string): Promise<any> {
    const { body } = await this.get('bureauLeader', `/api/cases/${caseId}/clocks`);
    return body.rows.find((row: { clock: string }) => row.clock === clock);
  }

  async household(size: number): Promise<Household> {
    const applicant = await this.person('陈建国');
    const others = await Promise.all(
      Array.from({ length: size - 1 }, (_, index) =>
        this.person(`陈家人${'甲乙丙丁戊'.charAt(index)}`, index === 0 ? '1982-03-03' : '2012-05-05'),
      ),
    );
    return { applicant, others };
  }

  async lodgeDibao(household: Household, who: Who = 'officer', more: object = {}): Promise<string> {
    const { status, body } = await this.open(who, { ...dibaoFields(household), ...more });
    if (status !== 201) throw new Error(`not lodged: ${JSON.stringify(body)}`);
    return body.caseId;
  }

  /** From lodged to accepted. */
  async accept(caseId: string, household: Household): Promise<void> {
    await this.does('officer', caseId, 'AuthoriseMeansTest', {
      signedBy: [household.applicant, ...household.others],
      signedOn: this.today(),
    });
    await this.does('officer', caseId, 'AcceptApplication');
  }

  /** Means test, home visit and calculation; per-capita income in fen a month. */
  async investigate(caseId: string, household: Household, perCapitaFen: number): Promise<void> {
    await this.does('officer', caseId, 'RequestMeansTest', {
      requestId: `mt-${caseId}`,
      sources: ['tax', 'vehicles'],
      purpose: '低保核对',
    });
    await this.does('officer', caseId, 'RecordMeansTestResult', {
      requestId: `mt-${caseId}`,
      outcome: 'consistent',
      findings: '与申报一致',
    });
    await this.visit(caseId, household);
    await this.calculate(caseId, household, perCapitaFen);
  }

  async visit(caseId: string, household: Household): Promise<void> {
    await this.does('officer', caseId, 'RecordHomeVisit', {
      officers: [staff.officer, staff.secondOfficer],
      visitedOn: this.today(),
      signedBy: household.applicant,
      findings: '住房简陋,情况属实',
    });
  }

  calculation(household: Household, perCapitaFen: number): object {
    const members = [household.applicant, ...household.others];
    return {
      request: {
        scheme: 'dibao',
        household: {
          members: members.map((personId, index) => ({
            personId,
            relation: index === 0 ? 'applicant' : 'child',
            incomes:
              index === 0 && perCapitaFen > 0
                ? [{ kind: 'pension', amountFen: perCapitaFen * members.length, months: 1 }]
                : [],
            groups: [],
            ableToWork: false,
          })),
          expenses: [],
          assetsWithinRule: true,
          incomeMonth: '2026-08',
        },
      },
    };
  }

  async calculate(caseId: string, household: Household, perCapitaFen: number): Promise<void> {
    await this.does('officer', caseId, 'CalculateBenefit', this.calculation(household, perCapitaFen));
  }

  /** Opinion and notice; answers the last day of the notice. */
  async publish(caseId: string, noticeId = `notice-${randomUUID()}`): Promise<{ noticeId: string; endsOn: string }> {
    await this.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '符合条件' });
    await this.does('officer', caseId, 'PostPublicNotice', { noticeId });
    const notice = (await this.case(caseId)).state.own.notices.at(-1);
    return { noticeId, endsOn: notice.endsOn };
  }

  /** The whole way to a confirmed dibao grant; the present is then the day of confirmation. */
  async grantDibao(
    options: { size?: number; perCapitaFen?: number; on?: string } = {},
  ): Promise<{ caseId: string; household: Household }> {
    this.at(`${options.on ?? '2026-09-14'} 09:00`);
    const household = await this.household(options.size ?? 3);
    const caseId = await this.lodgeDibao(household);
    await this.accept(caseId, household);
    await this.investigate(caseId, household, options.perCapitaFen ?? 40_000);
    const { noticeId, endsOn } = await this.publish(caseId);
    this.at(`${nextDay(endsOn)} 09:00`);
    await this.does('officer', caseId, 'EndPublicNotice', { noticeId });
    await this.does('bureauLeader', caseId, 'ConfirmGrant', { reviewClass: 'unstable' });
    return { caseId, household };
  }

  /** Waits until the read models show everything this driver did. */
  async settle(): Promise<void> {
    if (!(await this.app.system.readModels.waitFor(this.last, 10_000))) throw new Error('the read models are behind');
  }

  today(): string {
    return new Date(Date.parse(this.app.clock.now()) + 8 * 3_600_000).toISOString().slice(0, 10);
  }

  stop(): Promise<void> {
    return this.app.stop();
  }

  async token(who: Who): Promise<string> {
    const known = this.tokens.get(who);
    if (known !== undefined) return known;
    const token = (await this.app.system.signIn.sessionFor(staff[who], 12)) ?? '';
    this.tokens.set(who, token);
    return token;
  }
}

export interface Household {
  readonly applicant: string;
  readonly others: readonly string[];
}

export const dibaoFields = ({ applicant, others }: Household): object => ({
  scheme: 'dibao',
  channel: 'counter',
  office: town,
  area: village,
  settlement: 'urban',
  applicant: { personId: applicant, name: '陈建国', phone: '13900001234', address: '龙溪街道武陵路1号' },
  members: others.map((personId, index) => ({
    personId,
    name: `陈家人${'甲乙丙丁戊'.charAt(index)}`,
    relation: index === 0 ? 'spouse' : 'child',
    hukouRegion: '四川省广安市邻水县',
    hukouKind: 'rural',
  })),
  reason: '家庭收入低于标准',
});

export const nextDay = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const headersOf = ({ key, ifMatch }: CommandOptions): Record<string, string> => ({
  ...(key === undefined ? {} : { 'idempotency-key': key }),
  ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
});

const parseIfJson = (text: string): any => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
