import type { Delegation } from '../types.js';

/** 渝北区 delegation register: what the town offices may decide themselves. */
export const delegations: readonly Delegation[] = [
  {
    delegationId: 'temporary-relief-2023',
    scheme: 'temporaryRelief',
    level: 'townOffice',
    // Four times the monthly dibao standard.
    maxAmountFen: 294_000,
    effectiveFrom: '2023-09-01',
    source: '649号令 §48; 渝北区小额临时救助委托(金额待核定)',
    evidence: 'uncertain',
  },
  {
    delegationId: 'first-relief-2023',
    scheme: 'temporaryRelief',
    kind: 'firstRelief',
    level: 'townOffice',
    maxAmountFen: 200_000,
    effectiveFrom: '2023-09-01',
    effectiveTo: '2025-12-31',
    source: '渝北区先行救助限额(待核定)',
    evidence: 'uncertain',
  },
  {
    delegationId: 'first-relief-2026',
    scheme: 'temporaryRelief',
    kind: 'firstRelief',
    level: 'townOffice',
    maxAmountFen: 300_000,
    effectiveFrom: '2026-01-01',
    source: '渝北区先行救助限额(待核定)',
    evidence: 'uncertain',
  },
];
