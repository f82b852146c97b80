import type { Letter } from '../case-type.js';

/** Letters of the acts that every case shares. */
export const sharedLetters: readonly Letter[] = [
  {
    id: 'handOverLetter',
    label: { zh: '案件移交函', en: 'Letter of hand-over' },
    after: 'HandOverOffered',
    series: '民移',
    text: '{{toOffice}}:\n现将本单位办理的案件移交你单位继续办理。移交原因:{{reason}}\n案卷材料、办理记录随案移交,请核对后予以接收;不予接收的,请说明理由并退回。',
    signatures: ['移交人', '接收人'],
  },
  {
    id: 'conferenceMinutes',
    label: { zh: '个案会商纪要', en: 'Minutes of the case conference' },
    after: 'CaseConferenceRecorded',
    series: '民商',
    text: '会商议题:{{topic}}\n会商日期:{{on}}\n参加人:{{members}}\n各方意见:\n{{opinions}}\n会商结论:{{resolution}}',
    signatures: ['参加人', '记录人'],
  },
  {
    id: 'supervisionNotice',
    label: { zh: '督办通知书', en: 'Notice of supervision' },
    after: 'SupervisionIssued',
    series: '民督',
    text: '承办单位:\n现就本案提出以下督办要求:\n{{text}}\n请于{{answerBy}}前书面答复办理情况。',
  },
];
