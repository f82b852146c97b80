import type { Refusal } from '#kernel';
import type { Obstacle } from './obstacles.js';

export type ErasureReason =
  | Obstacle
  | 'no-such-person'
  | 'person-erased'
  | 'legal-hold'
  | 'no-such-hold'
  | 'erasure-already-requested'
  | 'no-such-request'
  | 'request-already-decided'
  | 'requester-may-not-decide'
  | 'idempotency-key-reused';

export type ErasureRefusal = Refusal<ErasureReason>;
