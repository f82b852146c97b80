import type { Answer, Driver, Who } from './driver.js';
import { staff, village } from './driver.js';

const type = 'guardianship-intervention';

/** Nobody but the sealed stream may ever know these. */
export const reporter = { name: '校医李秀英', phone: '13900007788', position: '龙溪小学校医' };

/** `2026-09-15 01:15` in Asia/Shanghai, as a client sends it. */
const occurredAt = (moment: string): string => `${moment.replace(' ', 'T')}:00+08:00`;

/** Carries a child's case through the running product. */
export class GuardianshipDriver {
  constructor(private readonly driver: Driver) {}

  /** A report about a child of the registry; the reporter goes along sealed unless left out. */
  report(child: { personId: string; name: string }, who: Who = 'childOfficer', more: object = {}): Promise<Answer> {
    return this.driver.openCase(type, who, {
      type: 'ReceiveReport',
      office: 'child-centre',
      area: village,
      child: { ...child, school: '龙溪小学' },
      reportId: 'r1',
      reporterKind: 'school',
      channel: 'phone',
      matters: ['physicalAbuse'],
      facts: '住校学生手臂多处淤青,自述被父亲殴打',
      injuries: '左前臂淤青三处',
      suspect: { name: '王大力', relation: '父亲' },
      reporter,
      ...more,
    });
  }

  async opens(
    child: { personId: string; name: string },
    who: Who = 'childOfficer',
    more: object = {},
  ): Promise<string> {
    const { status, body } = await this.report(child, who, more);
    if (status !== 201) throw new Error(`not opened: ${status} ${JSON.stringify(body)}`);
    return body.caseId;
  }

  command(who: Who, caseId: string, command: string, fields: object = {}): Promise<Answer> {
    return this.driver.commandTo(type, who, caseId, command, fields);
  }

  does(who: Who, caseId: string, command: string, fields: object = {}): Promise<any> {
    return this.driver.doesTo(type, who, caseId, command, fields);
  }

  /** The written handover; with a moment it is recorded afterwards as having happened then. */
  handover(caseId: string, more: object = {}, moment?: string): Promise<Answer> {
    return this.command('childOfficer', caseId, 'RecordHandover', {
      handoverId: 'h1',
      ground: 'seriousHarm',
      handedOverBy: 'police',
      unit: '龙溪派出所',
      handedOverByName: '陈警官',
      document: '渝北公交接〔2026〕15号',
      injuries: '左前臂淤青三处,无骨折',
      belongings: '书包一个',
      receivedBy: staff.childOfficer,
      placement: 'childCentre',
      ...more,
      ...(moment === undefined ? {} : { occurredAt: occurredAt(moment) }),
    });
  }

  removal(caseId: string, moment: string): Promise<any> {
    return this.does('childOfficer', caseId, 'RecordRemoval', {
      removalId: 'm1',
      reason: 'seriousInjury',
      unit: '龙溪派出所',
      policeOfficer: '陈警官',
      place: '龙溪小学',
      occurredAt: occurredAt(moment),
    });
  }

  assess(caseId: string, assessmentId: string, more: object = {}): Promise<any> {
    return this.does('childOfficer', caseId, 'RecordAssessment', {
      assessmentId,
      assessedOn: this.driver.today(),
      team: [
        { name: '评估员甲', organisation: '社工机构', title: 'mid' },
        { name: '评估员乙', organisation: '社工机构', title: 'junior' },
        { name: '评估员丙', organisation: '儿童中心', title: 'none' },
      ],
      grade: 'absent',
      advice: 'intervene',
      findings: '监护缺失',
      ...more,
    });
  }

  async conference(caseId: string, conferenceId: string): Promise<void> {
    await this.does('childOfficer', caseId, 'CallCaseConference', {
      conferenceId,
      topic: '监护干预会商',
      members: [staff.childOfficer, staff.bureauLeader],
      on: this.driver.today(),
    });
    await this.does('childOfficer', caseId, 'RecordCaseConference', {
      conferenceId,
      opinions: [{ member: staff.childOfficer, opinion: '建议申请撤销监护人资格' }],
      resolution: '建议起诉',
    });
  }

  return(caseId: string): Promise<Answer> {
    return this.command('bureauLeader', caseId, 'ReturnChild', {
      to: 'parents',
      receiver: '王大力',
      reasons: '评估通过',
    });
  }
}
