import { type Office, demoAccounts } from '#identity';
import { addDays, addToMonth, type Calendar, monthOf } from '#rules';
import { workingDayFrom } from './script.js';

export interface Town {
  readonly office: string;
  /** 龙溪街道 */
  readonly name: string;
  readonly areas: readonly Area[];
  readonly rural: boolean;
  readonly officers: readonly [string, string];
  readonly leader: string;
  readonly village?: Post;
  readonly childDirector?: Post;
}

interface Area {
  readonly office: string;
  readonly name: string;
}

/** Somebody who works for one committee. */
export interface Post {
  readonly user: string;
  readonly area: string;
}

/** People of the demonstration by what they do above the towns. */
export const bureau = {
  leader: 'yang.liu',
  officers: ['zhou.min', 'gao.feng'],
  payer: 'ma.chao',
  supervisor: 'lin.jing',
} as const;

export const centre = { office: 'child-centre', officers: ['song.yu', 'fang.min'] } as const;
export const station = { office: 'station-yubei', officers: ['jiang.tao', 'ye.qing'], leader: 'shi.jun' } as const;

export const streetPoints = [
  '火车北站南广场',
  '新牌坊立交桥下',
  '红旗河沟汽车站候车厅',
  '江北机场轻轨站出口',
  '两路碧津公园',
  '兴科大道地下通道',
  '人和立交桥涵洞',
  '冉家坝轻轨站',
  '龙头寺长途汽车站',
  '回兴农贸市场',
  '悦来滨江步道',
  '洛碛老码头',
] as const;

export const hospitals = ['渝北区人民医院', '渝北区中医院', '渝北区第二人民医院'] as const;
export const court = '渝北区人民法院';

export const policeOf = ({ name }: Town): string => `${name.replace(/(街道|镇)$/, '')}派出所`;

/** The town offices that have the staff to play. */
export const townsOf = (offices: readonly Office[]): readonly Town[] =>
  offices
    .filter(({ kind }) => kind === 'townOffice')
    .flatMap(({ officeId, name }): Town[] => {
      const staff = demoAccounts.filter(({ office }) => office === officeId);
      const [first, second] = staff.filter(({ role }) => role === 'townOfficer').map(({ userId }) => userId);
      const leader = staff.find(({ role }) => role === 'townLeader')?.userId;
      const areas = offices
        .filter(({ parent }) => parent === officeId)
        .map((area) => ({ office: area.officeId, name: area.name.zh }));
      const postOf = (wanted: string): Post | undefined => {
        const held = demoAccounts.find(
          ({ role, office }) => role === wanted && areas.some((area) => area.office === office),
        );
        return held === undefined ? undefined : { user: held.userId, area: held.office };
      };
      const [village, childDirector] = [postOf('committeeOfficer'), postOf('childDirector')];
      if (first === undefined || second === undefined || leader === undefined || areas.length === 0) return [];
      return [
        {
          office: officeId,
          name: name.zh,
          areas,
          rural: name.zh.endsWith('镇'),
          officers: [first, second],
          leader,
          ...(village === undefined ? {} : { village }),
          ...(childDirector === undefined ? {} : { childDirector }),
        },
      ];
    });

/** The day on which the benefits of a month are paid: the tenth, or the first working day after it. */
export const payDayOf = (calendar: Calendar, month: string): string => workingDayFrom(calendar, `${month}-10`);

/** The first day after the day on which everything granted by today has been paid. */
export const afterPayment = (calendar: Calendar, today: string): string => {
  const thisMonth = payDayOf(calendar, monthOf(today));
  return addDays(today < thisMonth ? thisMonth : payDayOf(calendar, addToMonth(monthOf(today), 1)), 1);
};
