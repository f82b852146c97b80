import type { Label } from '#kernel';

const label = (zh: string, en: string): Label => ({ zh, en });

/** Every reason this room can refuse with, as people read it. */
export const refusals = {
  'alert-has-no-informant': label('数据比对预警没有提供人', 'A data match has no informant'),
  'alert-missing': label('数据比对须填写预警指标', 'A data match needs the indicator that raised it'),
  'alert-not-confirmed': label('预警核实不属实,不得转为案件或转介', 'The alert was not confirmed: it becomes no case'),
  'alert-not-verified': label(
    '预警尚未由工作人员核实,不得仅凭预警处理',
    'Nobody verified the alert; an alert alone decides nothing',
  ),
  'alert-only-for-data-matches': label('仅数据比对线索填写预警指标', 'Only a data match has an indicator'),
  'cases-still-linked': label('仍有关联案件,不能重新办理', 'Cases that grew out of the lead are still linked'),
  'lead-moves-by-hand-over': label(
    '线索经移交接收,再次转出请用移交',
    'The lead was taken over by hand-over: hand it over again',
  ),
  'lead-not-converted': label('线索并未转为案件', 'The lead was not converted'),
  'lead-not-triaged': label('尚未分流,仅强制报告和紧急线索可直接派单', 'Triage comes first, except when it is urgent'),
  'never-dispatched': label('线索不是派来的,无处退回', 'The lead was not dispatched from anywhere'),
  'no-case-linked': label('没有由本线索产生的关联案件', 'No case is linked that grew out of this lead'),
  'no-informant': label('没有须告知的提供人', 'There is no informant to tell'),
  'no-such-referral': label('没有这次转介', 'No such referral'),
  'not-a-data-match': label('不是数据比对线索', 'The lead is no data match'),
  'not-seen-on-scene': label(
    '强制报告和紧急线索未到现场,不得不予处理',
    'A mandatory report or urgent lead is not dismissed unseen',
  ),
  'objection-too-late': label('已超过提出异议的期限', 'The time to object has passed'),
  'occurred-in-future': label('发生时间不能晚于现在', 'It cannot have happened in the future'),
  'person-has-open-case': label('已有同一工单或同一预警的未结线索', 'This ticket or alert has an open lead already'),
  'person-not-registered': label('该人员未在人员库登记', 'This person is not registered'),
  'referral-already-made': label('该编号的转介已登记', 'This referral is already made'),
  'referral-already-replied': label('转介单位已回复', 'The body has replied already'),
  'referral-already-settled': label('该转介已有结果', 'This referral has its result already'),
  'referral-not-taken': label('转介单位尚未接收', 'The body has not taken the matter'),
  'region-missing': label('跨区域请求须填写来源地区', 'A cross-region request needs the region that asks'),
  'ticket-missing': label('热线须填写工单编号', 'The hotline needs its ticket number'),
} as const satisfies Readonly<Record<string, Label>>;

export type LeadRefusal = Exclude<keyof typeof refusals, 'person-has-open-case'>;
