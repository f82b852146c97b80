import type { Label, Letter, Screen, ScreenText } from '#kernel';
import { type ListCommandName, listCommands } from './commands.js';
import { type ListEventName, listEvents } from './events.js';
import { refusals } from './refusals.js';

const label = (zh: string, en: string): Label => ({ zh, en });

const fields: Readonly<Record<string, Label>> = {
  office: label('镇街', 'Town office'),
  station: label('救助管理站', 'Assistance station'),
  halfYear: label('半年', 'Half-year'),
  openedOn: label('开列日期', 'Opened on'),
  dueOn: label('报送截止日', 'Due on'),
  personId: label('人员', 'Person'),
  name: label('姓名', 'Name'),
  sex: label('性别', 'Sex'),
  bornOn: label('出生日期', 'Born on'),
  risk: label('走失风险', 'Risk'),
  features: label('体貌特征', 'Features'),
  lastSeenAround: label('常活动区域', 'Usually around'),
  guardian: label('监护人联系方式', 'Guardian'),
  reason: label('原因', 'Reason'),
  nobody: label('本辖区无易走失人员', 'Nobody in this area'),
  persons: label('人数', 'Persons'),
  submittedOn: label('报送日期', 'Sent on'),
  late: label('逾期报送', 'Late'),
  mergedOn: label('入库日期', 'Entered on'),
};

const known = (names: readonly string[]): Readonly<Record<string, Label>> =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));

const commandText = (name: ListCommandName, zh: string, en: string, hint?: Label): ScreenText => ({
  label: label(zh, en),
  fields: known(Object.keys(listCommands[name].shape)),
  order: Object.keys(listCommands[name].shape).filter((field) => field !== 'type'),
  ...(hint === undefined ? {} : { hint }),
});

const eventText = (name: ListEventName, zh: string, en: string): ScreenText => ({
  label: label(zh, en),
  fields: known(Object.keys(listEvents[name].shape)),
});

const commands: Readonly<Record<ListCommandName, ScreenText>> = {
  OpenList: commandText('OpenList', '开列名单', 'Open list'),
  AddPerson: commandText(
    'AddPerson',
    '登记易走失人员',
    'Add person',
    label('已在名单上的人员再次登记即为更新。', 'Adding somebody again brings the entry up to date.'),
  ),
  RemovePerson: commandText('RemovePerson', '移出名单', 'Remove person'),
  SubmitList: commandText(
    'SubmitList',
    '报送救助管理站',
    'Send to the station',
    label('无易走失人员也须报送。', 'The list is sent also when there is nobody.'),
  ),
  ReturnList: commandText('ReturnList', '退回镇街', 'Return to the town office'),
  MergeList: commandText('MergeList', '汇总录入信息库', 'Enter in the register'),
};

const events: Readonly<Record<ListEventName, ScreenText>> = {
  WanderListOpened: eventText('WanderListOpened', '名单已开列', 'List opened'),
  PersonListed: eventText('PersonListed', '已登记易走失人员', 'Person listed'),
  PersonRemoved: eventText('PersonRemoved', '已移出名单', 'Person removed'),
  ListSubmitted: eventText('ListSubmitted', '名单已报送', 'List sent'),
  ListReturned: eventText('ListReturned', '名单已退回', 'List returned'),
  ListMerged: eventText('ListMerged', '已汇总入库', 'List in the register'),
};

const values: Readonly<Record<string, Label>> = {
  dementia: label('认知障碍(失智)', 'Dementia'),
  intellectual: label('智力障碍', 'Intellectual disability'),
  mental: label('精神障碍', 'Mental disorder'),
  other: label('其他', 'Other'),
  male: label('男', 'Male'),
  female: label('女', 'Female'),
  phone: label('电话', 'Phone'),
  relation: label('关系', 'Relation'),
  merged: label('已汇总入库', 'In the register'),
};

const letters: readonly Letter[] = [
  {
    id: 'returnSlip',
    label: label('名单退回单', 'Return slip'),
    after: 'ListReturned',
    series: '民走失退',
    text: '{{office}}:\n你单位报送的{{halfYear}}易走失人员名单经核对退回,原因:{{reason}}\n请补正后重新报送。',
  },
];

export const screen: Screen = {
  commands,
  events,
  values,
  refusals,
  letters,
  path: ['open', 'submitted'],
  milestones: ['WanderListOpened', 'ListSubmitted', 'ListReturned', 'ListMerged'],
};
