import type { OfficeKind, Role } from '#kernel';
import type { OrganisationEvent } from '../organisation.js';

type Town = readonly [slug: string, zh: string, en: string, villages: readonly string[]];

/** 渝北区: streets and towns with communities and villages of theirs. */
const towns: readonly Town[] = [
  ['shuanglonghu', '双龙湖街道', 'Shuanglonghu Subdistrict', ['双龙社区', '龙湖社区', '渔湖社区', '白果社区']],
  ['huixing', '回兴街道', 'Huixing Subdistrict', ['长河社区', '宝圣社区', '果塘湖社区', '兴科社区']],
  ['shuangfengqiao', '双凤桥街道', 'Shuangfengqiao Subdistrict', ['翔宇社区', '桃源居社区', '高堡湖社区', '沙井社区']],
  ['baoshenghu', '宝圣湖街道', 'Baoshenghu Subdistrict', ['睦邻路社区', '新农社区', '石盘河社区']],
  ['longxi', '龙溪街道', 'Longxi Subdistrict', ['武陵路社区', '花卉园社区', '新牌坊社区', '龙脊路社区', '松牌路社区']],
  ['longshan', '龙山街道', 'Longshan Subdistrict', ['龙山路社区', '松石路社区', '天竺路社区', '冉家坝社区']],
  ['longta', '龙塔街道', 'Longta Subdistrict', ['紫园路社区', '鲁能社区', '黄泥塝社区']],
  ['yuelai', '悦来街道', 'Yuelai Subdistrict', ['悦来社区', '高石坎社区', '嘉悦江社区']],
  ['renhe', '人和街道', 'Renhe Subdistrict', ['人和社区', '和睦路社区', '万年路社区', '邢家桥社区']],
  ['yuanyang', '鸳鸯街道', 'Yuanyang Subdistrict', ['丹鹤社区', '长安社区', '金童路社区']],
  ['tiangongdian', '天宫殿街道', 'Tiangongdian Subdistrict', ['百灵路社区', '天龙路社区', '星湖路社区']],
  ['cuiyun', '翠云街道', 'Cuiyun Subdistrict', ['翠渝路社区', '嘉和社区', '云竹社区']],
  ['jinshan', '金山街道', 'Jinshan Subdistrict', ['民心佳园社区', '金州社区', '鸿恩寺社区']],
  ['kangmei', '康美街道', 'Kangmei Subdistrict', ['康庄社区', '美丽社区', '两港社区']],
  ['dazhulin', '大竹林街道', 'Dazhulin Subdistrict', ['竹荫社区', '慈济路社区', '青竹社区']],
  ['lijia', '礼嘉街道', 'Lijia Subdistrict', ['礼慈社区', '嘉仁社区', '白马社区']],
  ['xiantao', '仙桃街道', 'Xiantao Subdistrict', ['数据谷社区', '舟济社区', '和睦社区']],
  ['wangjia', '王家街道', 'Wangjia Subdistrict', ['苟溪桥社区', '玉龙社区', '宝石社区']],
  ['yufengshan', '玉峰山镇', 'Yufengshan Town', ['石坪村', '旱土村', '双井村', '玉峰社区']],
  ['longxing', '龙兴镇', 'Longxing Town', ['龙兴古镇社区', '下坝村', '徐堡村', '洞口村']],
  ['shichuan', '石船镇', 'Shichuan Town', ['石船社区', '石垭村', '民利村', '重桥村']],
  ['tongjing', '统景镇', 'Tongjing Town', ['统景社区', '印盒村', '江口村', '荣光村', '西新村']],
  ['dawan', '大湾镇', 'Dawan Town', ['大湾社区', '金凤村', '杉木村', '点灯村']],
  ['xinglong', '兴隆镇', 'Xinglong Town', ['兴隆社区', '徐家村', '牛皇村', '发扬村']],
  ['muer', '木耳镇', 'Muer Town', ['木耳社区', '金刚村', '白房村', '举人村']],
  ['cizhu', '茨竹镇', 'Cizhu Town', ['茨竹社区', '放牛坪村', '新泉村', '华蓥山村']],
  ['gulu', '古路镇', 'Gulu Town', ['古路社区', '乌牛村', '菜子村', '银花村']],
  ['dasheng', '大盛镇', 'Dasheng Town', ['大盛社区', '青龙村', '天险洞村', '云龙村']],
  ['luoqi', '洛碛镇', 'Luoqi Town', ['洛碛社区', '新石村', '杨家村', '沙湾村', '大天池村']],
];

const opened = (officeId: string, kind: OfficeKind, zh: string, en: string, parent: string): OrganisationEvent => ({
  type: 'OfficeOpened',
  officeId,
  kind,
  name: { zh, en },
  parent,
});

const villageId = (town: string, index: number): string => `village-${town}-${String(index + 1).padStart(2, '0')}`;

/** The bureau, its towns and streets, and their communities and villages. */
export const yubeiOffices: readonly OrganisationEvent[] = [
  {
    type: 'OfficeOpened',
    officeId: 'bureau',
    kind: 'bureau',
    name: { zh: '渝北区民政局', en: 'Yubei District Civil Affairs Bureau' },
    adminCode: '500112',
  },
  opened('station-yubei', 'station', '渝北区救助管理站', 'Yubei Assistance Station', 'bureau'),
  opened('child-centre', 'childCentre', '渝北区未成年人救助保护中心', 'Yubei Child Protection Centre', 'bureau'),
  opened('welfare-home', 'welfareHome', '渝北区儿童福利院', 'Yubei Child Welfare Home', 'bureau'),
  ...towns.flatMap(([slug, zh, en, villages]) => [
    opened(`town-${slug}`, 'townOffice', zh, en, 'bureau'),
    ...villages.map((village, index) =>
      opened(villageId(slug, index), 'committee', village, `${en}, committee ${index + 1}`, `town-${slug}`),
    ),
  ]),
];

export interface DemoAccount {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly office: string;
}

const account = (userId: string, name: string, role: Role, office: string): DemoAccount => ({
  userId,
  name,
  role,
  office,
});

const detailed = new Set(['longxi', 'renhe', 'tongjing', 'longxing']);

const staffOf = ([slug, zh]: Town): readonly DemoAccount[] =>
  detailed.has(slug)
    ? []
    : [
        account(`${slug}.officer`, `${zh.slice(0, 2)}经办甲`, 'townOfficer', `town-${slug}`),
        account(`${slug}.officer2`, `${zh.slice(0, 2)}经办乙`, 'townOfficer', `town-${slug}`),
        account(`${slug}.leader`, `${zh.slice(0, 2)}负责人`, 'townLeader', `town-${slug}`),
        account(`${slug}.village`, `${zh.slice(0, 2)}村居经办`, 'committeeOfficer', villageId(slug, 0)),
      ];

/** People of the demonstration with names of their own: every role, in the bureau and in some towns. */
export const namedAccounts: readonly DemoAccount[] = [
  account('zhang.wei', '张伟', 'townOfficer', 'town-longxi'),
  account('li.na', '李娜', 'townOfficer', 'town-longxi'),
  account('chen.hong', '陈红', 'townLeader', 'town-longxi'),
  account('wu.fang', '吴芳', 'committeeOfficer', villageId('longxi', 0)),
  account('yuan.jing', '袁静', 'childSupervisor', 'town-longxi'),
  account('pan.yun', '潘云', 'childDirector', villageId('longxi', 0)),
  account('liu.yang', '刘洋', 'townOfficer', 'town-renhe'),
  account('zhao.lei', '赵磊', 'townOfficer', 'town-renhe'),
  account('sun.mei', '孙梅', 'townLeader', 'town-renhe'),
  account('he.ping', '何平', 'committeeOfficer', villageId('renhe', 0)),
  account('bai.xue', '白雪', 'childSupervisor', 'town-renhe'),
  account('fu.rong', '傅蓉', 'childDirector', villageId('renhe', 0)),
  account('tang.jun', '唐军', 'townOfficer', 'town-tongjing'),
  account('luo.xia', '罗霞', 'townOfficer', 'town-tongjing'),
  account('xie.qiang', '谢强', 'townLeader', 'town-tongjing'),
  account('deng.li', '邓丽', 'committeeOfficer', villageId('tongjing', 1)),
  account('wan.li', '万丽', 'childSupervisor', 'town-tongjing'),
  account('kang.ning', '康宁', 'childDirector', villageId('tongjing', 1)),
  account('peng.bo', '彭波', 'townOfficer', 'town-longxing'),
  account('zeng.yan', '曾燕', 'townOfficer', 'town-longxing'),
  account('xiao.gang', '肖刚', 'townLeader', 'town-longxing'),
  account('tian.yu', '田玉', 'committeeOfficer', villageId('longxing', 1)),
  account('zhou.min', '周敏', 'bureauOfficer', 'bureau'),
  account('gao.feng', '高峰', 'bureauOfficer', 'bureau'),
  account('yang.liu', '杨柳', 'bureauLeader', 'bureau'),
  account('song.yu', '宋雨', 'childProtectionOfficer', 'child-centre'),
  account('fang.min', '方敏', 'childProtectionOfficer', 'child-centre'),
  account('qiu.lan', '邱兰', 'childProtectionOfficer', 'welfare-home'),
  account('jiang.tao', '蒋涛', 'stationOfficer', 'station-yubei'),
  account('ye.qing', '叶青', 'stationOfficer', 'station-yubei'),
  account('shi.jun', '石军', 'stationLeader', 'station-yubei'),
  account('ma.chao', '马超', 'paymentOfficer', 'bureau'),
  account('lin.jing', '林静', 'supervisor', 'bureau'),
  account('guo.tao', '郭涛', 'auditor', 'bureau'),
  account('admin', '系统管理员', 'administrator', 'bureau'),
];

/** Everybody of the demonstration, the staff of every other town included. */
export const demoAccounts: readonly DemoAccount[] = [...namedAccounts, ...towns.flatMap(staffOf)];

/** Enrols the people of the demonstration. */
export const demoUsers: readonly OrganisationEvent[] = demoAccounts.flatMap(({ userId, name, role, office }) => [
  { type: 'UserEnrolled', userId, name, office },
  { type: 'RoleGranted', userId, role, office },
]);

/** The password of every demonstration account; such accounts exist only in demonstration mode. */
export const demoPassword = 'yubei-demo-2026';
