import { Driver, type Answer, type Who, newIdNumber } from './driver.js';

const type = 'transient-assistance';
export const station = 'station-yubei';

/** Drives cases of people sleeping rough or begging. */
export class TransientDriver {
  private constructor(readonly driver: Driver) {}

  static async start(at?: string): Promise<TransientDriver> {
    return new TransientDriver(await Driver.start(at));
  }

  /** On an installation that runs already. */
  static on(driver: Driver): TransientDriver {
    return new TransientDriver(driver);
  }

  at(moment: string): void {
    this.driver.at(moment);
  }

  /** Somebody of whom nobody knows who it is. */
  async unidentified(alias: string, more: object = {}): Promise<string> {
    const found = { alias, foundAt: '火车北站', foundOn: this.driver.today(), ...more };
    const { status, body } = await this.driver.send('stationOfficer', 'POST', '/api/people/unidentified', found);
    if (status !== 201) throw new Error(`not registered: ${JSON.stringify(body)}`);
    return body.personId;
  }

  /** The registry learns who an unidentified person is: an entry it has, or a new identity. */
  async identifies(personId: string, identity: object): Promise<void> {
    const path = `/api/people/${personId}/identity`;
    const { status, body } = await this.driver.send('stationOfficer', 'POST', path, identity);
    if (status !== 200) throw new Error(`not identified: ${status} ${JSON.stringify(body)}`);
  }

  newIdentity(name: string, bornOn: string): object {
    return {
      name,
      idNumber: newIdNumber(bornOn),
      hukou: { kind: 'urban', region: '重庆市渝北区' },
      evidence: '落户登记',
    };
  }

  opens(who: Who, command: object): Promise<string> {
    return this.driver.opens(type, who, command);
  }

  tries(who: Who, command: object): Promise<Answer> {
    return this.driver.openCase(type, who, command);
  }

  command(who: Who, caseId: string, command: string, fields: object = {}): Promise<Answer> {
    return this.driver.commandTo(type, who, caseId, command, fields);
  }

  /** The same, and it must succeed. */
  does(who: Who, caseId: string, command: string, fields: object = {}): Promise<any> {
    return this.driver.doesTo(type, who, caseId, command, fields);
  }

  /** The reason with which the command is refused. */
  async refusal(who: Who, caseId: string, command: string, fields: object = {}): Promise<string> {
    const { status, body } = await this.command(who, caseId, command, fields);
    return status === 200 ? `${command} was taken` : body.reason;
  }

  request(personId: string, more: object = {}): object {
    return {
      type: 'RequestAssistance',
      personId,
      office: station,
      arrival: 'police',
      need: '流落街头,无处食宿',
      capacity: 'full',
      consent: true,
      signs: [],
      ...more,
    };
  }

  async admits(caseId: string, more: object = {}): Promise<void> {
    await this.does('stationOfficer', caseId, 'AdmitPerson', {
      place: 'station',
      capacity: 'full',
      consent: true,
      dormitory: 'men',
      searchedBySameSex: true,
      belongings: [{ item: '帆布包', quantity: 1 }],
      ...more,
    });
  }

  /** Somebody whose identity is known, in the station. */
  async knownInStation(name: string, bornOn = '1976-04-05'): Promise<{ caseId: string; personId: string }> {
    const personId = await this.driver.person(name, bornOn);
    const caseId = await this.opens('stationOfficer', this.request(personId, { name }));
    await this.admits(caseId, { dormitory: 'family' });
    return { caseId, personId };
  }

  async clock(caseId: string, clock: string): Promise<any> {
    return this.driver.clock(caseId, clock);
  }

  async returnRate(from: string, to: string): Promise<any> {
    await this.driver.settle();
    return (await this.driver.get('bureauLeader', `/api/indicators/return-rate?from=${from}&to=${to}`)).body;
  }

  stop(): Promise<void> {
    return this.driver.stop();
  }
}
