/** Who may act, in the officials' words. `system` is the desk itself: clocks, batches, imports. */
export const roles = [
  'committeeOfficer', // 村(居)委会经办
  'townOfficer', // 镇街经办员
  'townLeader', // 镇街负责人
  'bureauOfficer', // 区民政局经办
  'bureauLeader', // 区民政局负责人
  'childProtectionOfficer', // 未成年人救助保护机构、儿童福利经办
  'childSupervisor', // 镇街儿童督导员
  'childDirector', // 村(居)儿童主任
  'stationOfficer', // 救助管理站站务
  'stationLeader', // 救助管理站负责人
  'paymentOfficer', // 区民政局资金发放
  'supervisor', // 督办
  'auditor', // 审计
  'administrator', // 系统管理
  'system',
] as const;

export type Role = (typeof roles)[number];

export type OfficeKind = 'bureau' | 'townOffice' | 'committee' | 'station' | 'childCentre' | 'welfareHome';

/** The person at the desk, as recorded on every event. */
export interface Actor {
  readonly user: string;
  readonly role: Role;
  readonly office: string;
}
