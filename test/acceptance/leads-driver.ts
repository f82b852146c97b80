import { type Answer, type Driver, type Who, dibaoFields, town } from './driver.js';

const type = 'outreach-lead';

/** Nobody but the sealed stream may ever know these. */
export const informant = { name: '邻居刘素芬', phone: '13900006655' };

/** Carries leads through the running product. */
export class LeadsDriver {
  constructor(private readonly driver: Driver) {}

  /** Receives a lead; answers the case's id. */
  receives(who: Who, fields: object): Promise<string> {
    return this.driver.opens(type, who, {
      type: 'ReceiveLead',
      office: town,
      place: '武陵路3号',
      content: '老人独居,多日未出门',
      ...fields,
    });
  }

  /** A call to the hotline of the bureau. */
  hotline(person: { personId: string; name: string }, more: object = {}): Promise<string> {
    return this.receives('bureauOfficer', {
      channel: 'hotline',
      office: 'bureau',
      ticket: `12345-${person.personId}`,
      person,
      informant,
      ...more,
    });
  }

  command(who: Who, caseId: string, command: string, fields: object = {}): Promise<Answer> {
    return this.driver.commandTo(type, who, caseId, command, fields);
  }

  does(who: Who, caseId: string, command: string, fields: object = {}): Promise<any> {
    return this.driver.doesTo(type, who, caseId, command, fields);
  }

  async dispatch(who: Who, caseId: string, office = town, matter = 'governmentMatter'): Promise<void> {
    await this.does(who, caseId, 'TriageLead', { matter });
    await this.does(who, caseId, 'DispatchLead', { office });
  }

  respond(who: Who, caseId: string): Promise<any> {
    return this.does(who, caseId, 'RespondOnScene', {
      officers: ['zhang.wei', 'li.na'],
      outcome: 'helped',
      findings: '已上门,符合申请条件',
    });
  }

  /** An application that grows out of the lead. */
  async applies(who: Who, leadId: string, applicant: string, more: object = {}): Promise<string> {
    const { status, body } = await this.driver.open(who, {
      ...dibaoFields({ applicant, others: [] }),
      channel: 'outreach',
      linkedTo: [{ caseId: leadId, kind: 'lead' }],
      ...more,
    });
    if (status !== 201) throw new Error(`not lodged: ${status} ${JSON.stringify(body)}`);
    return body.caseId;
  }
}
