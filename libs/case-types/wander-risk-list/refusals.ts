import type { Label } from '#kernel';

const label = (zh: string, en: string): Label => ({ zh, en });

/** Every reason this room can refuse with, as people read it. */
export const refusals = {
  'empty-list-must-be-said': label(
    '名单为空,须明确填写“本辖区无易走失人员”',
    'An empty list is sent only by saying that there is nobody',
  ),
  'half-year-not-begun': label('名单所属月份尚未开始', 'The month of this list has not begun'),
  'list-is-not-empty': label('名单上有人员,不能填写“无易走失人员”', 'The list names somebody'),
  'no-rule-set-in-force': label('当日没有生效的规则', 'No rule set is in force on that day'),
  'person-deceased': label('该人员已死亡', 'This person is deceased'),
  'person-has-open-case': label('该单位本半年名单已开列', 'The office has its list of this half-year'),
  'person-not-listed': label('该人员不在名单上', 'This person is not on the list'),
  'person-not-registered': label('该人员未在人员库登记', 'This person is not registered'),
} as const satisfies Readonly<Record<string, Label>>;

export type ListRefusal = Exclude<keyof typeof refusals, 'person-has-open-case'>;
