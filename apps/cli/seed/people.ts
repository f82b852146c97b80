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
const villages = ['柏林镇', '双河乡', '石坝村', '高滩镇', '丰禾村', '观音桥村'];

export interface SeedPerson {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly address: string;
  readonly hukou: { readonly kind: 'urban' | 'rural'; readonly region: string };
  readonly age: number;
}

/** Somebody of whom nobody knows who it is. */
export interface FoundPerson {
  readonly alias: string;
  readonly description: string;
  readonly approximateAge: number;
  readonly sex: Sex;
  readonly foundAt: string;
}

export type Sex = 'male' | 'female';
export type Region = keyof typeof regions;

/** 渝北 first; some hold a hukou of the neighbours across the border, people on the street come from further away. */
export const regions = {
  '500112': '重庆市渝北区',
  '511623': '四川省广安市邻水县',
  '511681': '四川省广安市华蓥市',
  '500117': '重庆市合川区',
  '511724': '四川省达州市大竹县',
  '520381': '贵州省遵义市赤水市',
  '420528': '湖北省宜昌市长阳土家族自治县',
} as const;

const atHome = { '500112': 94, '511623': 4, '511681': 2 } as const;
const onTheRoad = {
  '500112': 18,
  '511623': 20,
  '511681': 14,
  '500117': 14,
  '511724': 14,
  '520381': 10,
  '420528': 10,
} as const;

const looks = ['身穿军绿色棉衣', '头发花白,右腿微跛', '左手缺小指', '着灰色夹克,背蛇皮口袋', '额头有旧疤,不愿说话'];
const speech = ['操西南口音', '只会点头摇头', '自称家在山里', '讲邻水口音', '说话含糊'];

const daysOfYear = 365;
/** Prime to the days of a year, so that people registered one after the other are not born one after the other. */
const stride = 101;
const orders = 500;
const perStory = 8;

export interface Wish {
  readonly age: number;
  readonly sex?: Sex;
  readonly rural?: boolean;
  readonly surname?: string;
  readonly region?: Region;
  readonly onTheRoad?: boolean;
}

/** The people of one story; no two of one run share an ID number. */
export class Cast {
  private serial: number;

  constructor(
    private readonly dice: Dice,
    private readonly today: string,
    story: number,
    /** Keeps the people of one seed apart from those of another. */
    private readonly offset: number,
  ) {
    this.serial = story * perStory;
  }

  /** A plausible person; the age is reached in the course of this year. */
  person({ age, sex = this.sex(), rural = false, surname, region, onTheRoad: far = false }: Wish): SeedPerson {
    const { dice } = this;
    const from: Region = region ?? (far ? dice.weighted(onTheRoad) : dice.weighted(atHome));
    const home = regions[from];
    return {
      name: `${surname ?? dice.pick(surnames)}${dice.pick(given[sex])}`,
      idNumber: this.idNumber(from, age, sex),
      phone: this.phone(),
      address: from === '500112' || !far ? this.address(rural) : `${home}${dice.pick(villages)}${dice.whole(1, 12)}组`,
      hukou: { kind: rural || (far && from !== '500112') ? 'rural' : 'urban', region: home },
      age,
    };
  }

  unidentified(foundAt: string, age: number, sex: Sex = this.sex()): FoundPerson {
    this.serial += 1;
    return {
      alias: `无名氏${this.today.slice(2).replaceAll('-', '')}${String(this.serial % 1000).padStart(3, '0')}`,
      description: `${sex === 'male' ? '男' : '女'},约${age}岁,${this.dice.pick(looks)},${this.dice.pick(speech)}`,
      approximateAge: age,
      sex,
      foundAt,
    };
  }

  phone(): string {
    return `1${this.dice.pick(['38', '39', '58', '59', '77', '86'])}${String(this.dice.whole(0, 99_999_999)).padStart(8, '0')}`;
  }

  name(surname?: string): string {
    return `${surname ?? this.dice.pick(surnames)}${this.dice.pick(given[this.sex()])}`;
  }

  sex(): Sex {
    return this.dice.chance(0.5) ? 'male' : 'female';
  }

  private address(rural: boolean): string {
    const { dice } = this;
    return rural
      ? `${dice.whole(1, 12)}组${dice.whole(1, 80)}号`
      : `${dice.pick(roads)}${dice.whole(1, 300)}号${dice.whole(1, 12)}幢${dice.whole(1, 32)}-${dice.whole(1, 8)}`;
  }

  private idNumber(region: Region, age: number, sex: Sex): string {
    const { serial } = this;
    this.serial += 1;
    const bornOn = addDays(`${Number(this.today.slice(0, 4)) - age}-01-01`, (serial * stride) % daysOfYear);
    const order = ((Math.floor(serial / daysOfYear) + this.offset) % orders) * 2 + (sex === 'male' ? 1 : 0);
    const first17 = `${region}${bornOn.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return `${first17}${checkDigitOf(first17)}`;
  }
}

/** 张三 → 张; compound surnames do not occur among the people of the seed. */
export const surnameOf = ({ name }: { readonly name: string }): string => name.slice(0, 1);
