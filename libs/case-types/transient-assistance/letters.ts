import type { Label, Letter } from '#kernel';

const label = (zh: string, en: string): Label => ({ zh, en });

const remedy =
  '如不服本决定,可自收到本通知之日起六十日内向重庆市渝北区人民政府申请行政复议,或者在六个月内依法向人民法院提起行政诉讼;也可向渝北区民政局申诉,民政局查证属实的应当责令救助站及时救助。';

export const letters: readonly Letter[] = [
  {
    id: 'outreachCard',
    label: label('救助联系卡', 'Contact card'),
    after: 'JointAssistanceAsked',
    text: '您好!救助管理站全天24小时免费提供食宿、就医和返乡帮助,来去自愿。救助热线:12345。工作人员将于{{nextVisitOn}}再来看望您。',
  },
  {
    id: 'refusalNotice',
    label: label('不予救助通知书', 'Notice of refusal'),
    after: 'AssistanceRefused',
    text: `{{title}}:\n经甄别,你不符合救助条件({{ground}})。理由:{{reasons}}。现于{{decidedOn}}决定不予救助。\n${remedy}`,
  },
  {
    id: 'admissionForm',
    label: label('入站登记表', 'Record of entry'),
    after: 'PersonAdmitted',
    text: '受助人员:{{title}}\n入站日期:{{admittedOn}} 地点:{{place}} 住宿:{{dormitory}}\n随身物品:\n{{belongings}}\n救助自愿、无偿,本站不收取费用、不限制人身自由、不组织劳动。\n受助人员签字:',
  },
  {
    id: 'policeReport',
    label: label('报告公安机关函', 'Report to the police'),
    after: 'ReportedToPolice',
    text: '{{policeStation}}:\n我站救助的{{title}},因{{ground}},现依法报告,请查处。文号:{{reference}}。',
  },
  {
    id: 'policeHandOver',
    label: label('移送公安机关交接单', 'Hand-over to the police'),
    after: 'HandedToPolice',
    text: '{{policeStation}}:\n{{title}}因{{ground}},现移送你单位处置。\n移送人签字: 接收人签字:',
  },
  {
    id: 'tracingNotice',
    label: label('寻亲公告', 'Tracing notice'),
    after: 'TracingNoticePosted',
    text: '寻亲公告\n我站{{postedOn}}救助一名人员,身份不明。特征:{{description}}。\n如有知情者,请与渝北区救助管理站联系。',
  },
  {
    id: 'dnaRequest',
    label: label('提请采集比对DNA函', 'DNA request'),
    after: 'DnaRequested',
    text: '{{policeStation}}:\n我站受助人员{{title}}身份不明,依据民发〔2015〕158号,请免费采集DNA并于一个月内比对反馈。编号:{{requestId}}。',
  },
  {
    id: 'settlementPlan',
    label: label('落户安置方案', 'Settlement proposal'),
    after: 'SettlementProposed',
    text: '渝北区民政局:\n我站受助人员{{title}}经查询三个月以上仍无法查明身份,拟安置于{{placement}},拟落户地:{{hukouOffice}}。方案:{{plan}}。请予审批。',
  },
  {
    id: 'stationHandOver',
    label: label('接送交接单', 'Hand-over between stations'),
    after: 'StationHandOverOffered',
    text: '{{stationName}}:\n受助人员{{title}},户籍或居住地属你地,我站拟于{{plannedOn}}护送至你站。编号:{{handOverId}}。\n移交方签字: 接收方签字:',
  },
  {
    id: 'escalation',
    label: label('接收争议协调函', 'Escalation of a refused hand-over'),
    after: 'HandOverEscalated',
    text: '{{to}}:\n编号{{handOverId}}的接送交接,对方救助站不予接收,受助人员{{title}}仍在我站,请协调落实接收。',
  },
  {
    id: 'ownDeparture',
    label: label('自行离站声明书', 'Declaration of own departure'),
    after: 'OwnDepartureRecorded',
    text: '本人{{title}},自愿于{{departedOn}}离站,前往{{destination}}。已领取乘车凭证{{ticket}}及现金{{cashFen}}。离站后的安全由本人负责。\n声明人签字:',
  },
  {
    id: 'collection',
    label: label('接领返回登记表', 'Record of return'),
    after: 'ReturnRecorded',
    text: '受助人员{{title}}于{{returnedOn}}返回,方式:{{mode}}。接收人:{{receivedBy}}(签字)。',
  },
  {
    id: 'gaveUp',
    label: label('放弃救助情况记录', 'Record of assistance given up'),
    after: 'LeftWithoutProcedure',
    text: '受助人员{{title}}未办理离站手续,于{{noticedOn}}发现已离开,视为放弃救助。情况:{{circumstances}}。\n记录人签字: 见证人签字:',
  },
  {
    id: 'terminationNotice',
    label: label('终止救助通知书', 'Notice of termination'),
    after: 'AssistanceTerminated',
    text: `{{title}}:\n因{{ground}},经查证:{{facts}}。现于{{decidedOn}}决定终止救助。\n${remedy}`,
  },
  {
    id: 'deathNotice',
    label: label('死亡通知书', 'Notice of death'),
    after: 'KinNotified',
    text: '{{kin}}:\n受助人员{{title}}不幸去世,请与渝北区救助管理站联系,办理遗体处置和遗物领取事宜。',
  },
  {
    id: 'deathAnnouncement',
    label: label('无名遗体公告', 'Announcement of a death'),
    after: 'DeathAnnouncementPosted',
    text: '渝北区救助管理站一名受助人员去世,未能联系到亲属。请知情者于{{endsOn}}前与本站联系,逾期将依法处置遗体。',
  },
];
