import type { Day } from '#kernel';
import type { TrailEvent } from '#rules';
import type { Event } from './events.js';
import type { ListStage } from './stages.js';

export type Listed = Omit<Event<'PersonListed'>, 'type'>;

export interface WanderList {
  readonly stage: ListStage;
  readonly opened?: Event<'WanderListOpened'>;
  readonly persons: readonly Listed[];
  /** The first time it was sent: a list sent again after a return was sent in time or late by this. */
  readonly firstSubmittedOn?: Day;
  readonly late: boolean;
  readonly returns: number;
  readonly mergedOn?: Day;
  /** Every event with what clocks may ask of it. */
  readonly trail: readonly TrailEvent[];
}

export const newList: WanderList = { stage: 'unopened', persons: [], late: false, returns: 0, trail: [] };
