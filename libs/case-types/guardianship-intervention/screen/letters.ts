import type { Label, Letter } from '#kernel';

const label = (zh: string, en: string): Label => ({ zh, en });

const remedy =
  '如不服本决定,可自收到本通知之日起六十日内向重庆市渝北区人民政府申请行政复议,或者在六个月内依法向人民法院提起行政诉讼。';

/** Letters never show a child's full name. */
export const letters: readonly Letter[] = [
  {
    id: 'policeReport',
    label: label('涉嫌侵害未成年人情况报告', 'Report to the police'),
    after: 'PoliceNotified',
    text: '{{unit}}:\n现将儿童{{shortName}}疑似遭受侵害的情况报告如下。反映事项:{{matters}}。情况:{{facts}}。请依法及时出警、调查取证,并协助就医。报告人身份依法保密。',
  },
  {
    id: 'reporterFeedback',
    label: label('报告处理结果告知', 'Outcome told to the reporter'),
    after: 'ReportScreened',
    text: '您报告的未成年人情况(编号{{reportId}})已依法受理并初步评估,我单位正在依法处置。感谢您履行报告义务,您的身份信息依法保密;请勿传播儿童的个人信息。',
  },
  {
    id: 'handoverRecord',
    label: label('未成年人交接书', 'Record of handover'),
    after: 'ChildHandedOver',
    text: '文号:{{document}}\n儿童:{{shortName}}\n交接时间:{{handedOverAt}}\n移交单位:{{unit}} 移交人:{{handedOverByName}}(签名)\n接收人:{{receivedBy}}(签名)\n伤情:{{injuries}}\n随身物品:{{belongings}}\n本交接书一式两份,移交方和接收方各执一份。',
  },
  {
    id: 'temporaryGuardianshipDecision',
    label: label('临时监护决定书', 'Decision on temporary guardianship'),
    after: 'TemporaryGuardianshipDecided',
    text: `儿童{{shortName}},经查属于{{ground}},依据{{basis}}(规则版本{{ruleSet}}),自接收之时起由渝北区民政局依法进行临时监护。理由:{{reasons}}。\n临时监护期间,经评估监护人重新具备履行监护职责条件的,依法送回监护人抚养。\n${remedy}`,
  },
  {
    id: 'warningLetter',
    label: label('告诫书', 'Warning letter'),
    after: 'WarningLetterRecorded',
    text: '{{warned}}:\n你对儿童{{shortName}}实施的行为({{about}})违反法律规定。内容:{{content}}。现依法对你告诫:立即停止侵害,依法履行监护职责。拒不改正的,将依法追究责任,并可申请撤销监护人资格。\n签发单位:{{unit}} 文号:{{document}}',
  },
  {
    id: 'protectionOrderApplication',
    label: label('人身安全保护令申请书', 'Application for a protection order'),
    after: 'ProtectionOrderRequested',
    text: '{{court}}:\n申请人渝北区民政局,代儿童{{shortName}}申请人身安全保护令。被申请人:{{against}}。请求措施:{{measures}}。理由:{{reasons}}。依据《反家庭暴力法》第二十三条。',
  },
  {
    id: 'revocationApplication',
    label: label('撤销监护人资格申请书', 'Application for revocation'),
    after: 'RevocationSuitFiled',
    text: '{{court}}:\n申请人依据《民法典》第三十六条,申请撤销儿童{{shortName}}监护人的监护资格,并请求依法指定监护人。理由:{{reasons}}。被撤销监护人资格的父母应当继续负担抚养费(《民法典》第三十七条)。',
  },
  {
    id: 'returnRefusal',
    label: label('不予送回答复书', 'Refusal of the return'),
    after: 'ReturnRefused',
    text: `{{askedBy}}:\n你关于送回儿童{{shortName}}的申请收悉。经审查,存在{{ground}}的情形,依据{{basis}}(规则版本{{ruleSet}}),现阶段不予送回。理由:{{reasons}}。\n${remedy}`,
  },
  {
    id: 'returnRecord',
    label: label('送回监护人抚养通知书', 'Notice of return'),
    after: 'ChildReturned',
    text: '儿童{{shortName}}的监护人经评估重新具备履行监护职责的条件,依据{{basis}}(规则版本{{ruleSet}}),自{{from}}起送回监护人抚养。接回人:{{receiver}}(签名)。我单位将依法定期回访。',
  },
  {
    id: 'longTermDecision',
    label: label('长期监护决定书', 'Decision on long-term guardianship'),
    after: 'LongTermGuardianshipStarted',
    text: '儿童{{shortName}},属于{{ground}},依据{{basis}}(规则版本{{ruleSet}})及{{document}},自{{from}}起由渝北区民政局依法进行长期监护。被撤销监护人资格的父母继续负担抚养费。',
  },
];
