import { addDays, checkDigitOf } from '#rules';
import type { Dice } from './random.js';

const surnames = [
  ...'王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];
const given = {
  male: [
    '建国',
    '志强',
    '国华',
    '永福',
    '光明',
    '德胜',
    '小军',
    '伟',
    '勇',
    '刚',
    '文斌',
    '明',
    '志明',
    '天成',
    '浩',
    '子轩',
    '成林',
    '世平',
  ],
  female: [
    '秀英',
    '桂兰',
    '玉珍',
    '淑芬',
    '芳',
    '小红',
    '敏',
    '丽华',
    '晓燕',
    '静',
    '春梅',
    '雪',
    '梓涵',
    '小琴',
    '素芳',
    '琼',
    '元碧',
    '光秀',
  ],
} as const;
const roads = [
  '双龙大道',
  '龙山大道',
  '新溉大道',
  '红锦大道',
  '松石大道',
  '渝鲁大道',
  '武陵路',
  '余松路',
  '兰馨大道',
  '金开大道',
  '空港大道',
  '义学路',
];

export interface SeedPerson {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly address: string;
  readonly hukou: { readonly kind: 'urban' | 'rural'; readonly region: string };
  readonly age: number;
}

/** 渝北 first; some hold a hukou of the neighbours across the border. */
const regions = { '500112': '重庆市渝北区', '511623': '四川省广安市邻水县', '511681': '四川省华蓥市' } as const;

/** A plausible person of that age; no two of one run share an ID number. */
export const person = (dice: Dice, age: number, today: string, rural: boolean, serial: number): SeedPerson => {
  const sex = dice.chance(0.5) ? 'male' : 'female';
  const region = dice.weighted({ '500112': 94, '511623': 4, '511681': 2 });
  const bornOn = addDays(`${Number(today.slice(0, 4)) - age}-01-01`, dice.whole(0, 360));
  const order = (serial % 500) * 2 + (sex === 'male' ? 1 : 0);
  const first17 = `${region}${bornOn.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return {
    name: `${dice.pick(surnames)}${dice.pick(given[sex])}`,
    idNumber: `${first17}${checkDigitOf(first17)}`,
    phone: `1${dice.pick(['38', '39', '58', '59', '77', '86'])}${String(dice.whole(0, 99_999_999)).padStart(8, '0')}`,
    address: rural
      ? `${dice.whole(1, 12)}组${dice.whole(1, 80)}号`
      : `${dice.pick(roads)}${dice.whole(1, 300)}号${dice.whole(1, 12)}幢${dice.whole(1, 32)}-${dice.whole(1, 8)}`,
    hukou: { kind: rural ? 'rural' : 'urban', region: regions[region] },
    age,
  };
};
