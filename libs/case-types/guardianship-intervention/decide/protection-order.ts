import { refuse } from '#kernel';
import { addMonths } from '#rules';
import type { Command } from '../commands.js';
import { type ProtectionOrder, faultAlleged } from '../state.js';
import { type Outcome, type Sitting } from './sitting.js';

const found = ({ guardianship }: Sitting, orderId: string): ProtectionOrder | undefined =>
  guardianship.orders.find((order) => order.orderId === orderId);

const missing = (orderId: string): Outcome => refuse('no-such-protection-order', { orderId });

/** The bureau asks on behalf of the child (反家庭暴力法 §23). */
export const applyForProtectionOrder = (command: Command<'ApplyForProtectionOrder'>, sitting: Sitting): Outcome => {
  if (found(sitting, command.orderId) !== undefined) return [];
  return faultAlleged(sitting.guardianship)
    ? [{ ...command, type: 'ProtectionOrderRequested' }]
    : refuse('no-fault-of-the-guardian');
};

export const recordOrderAcceptance = (command: Command<'RecordOrderAcceptance'>, sitting: Sitting): Outcome => {
  const order = found(sitting, command.orderId);
  if (order === undefined) return missing(command.orderId);
  return order.accepted ? [] : [{ ...command, type: 'ProtectionOrderAccepted', urgent: order.urgent }];
};

/** An order lasts at most so many months from a day (反家庭暴力法 §30). */
const tooLong = (endsOn: string, from: string, { rules }: Sitting): Outcome | undefined => {
  const { maxMonths } = rules.protectionOrder;
  return endsOn > addMonths(from, maxMonths) ? refuse('protection-order-too-long', { maxMonths }) : undefined;
};

export const recordOrderRuling = (command: Command<'RecordOrderRuling'>, sitting: Sitting): Outcome => {
  const { orderId, granted, endsOn, document } = command;
  const order = found(sitting, orderId);
  if (order === undefined) return missing(orderId);
  if (!order.accepted) return refuse('protection-order-not-accepted', { orderId });
  if (order.outcome !== undefined)
    return (order.outcome === 'denied') === granted ? refuse('protection-order-already-ruled', { orderId }) : [];
  if (!granted) return [{ type: 'ProtectionOrderDenied', orderId, document }];
  if (endsOn === undefined) return refuse('protection-order-needs-its-last-day');
  if (endsOn < sitting.desk.today) return refuse('protection-order-already-over', { endsOn });
  return (
    tooLong(endsOn, sitting.desk.today, sitting) ?? [{ type: 'ProtectionOrderGranted', orderId, endsOn, document }]
  );
};

export const renewProtectionOrder = (command: Command<'RenewProtectionOrder'>, sitting: Sitting): Outcome => {
  const order = found(sitting, command.orderId);
  if (order?.outcome !== 'granted' || order.endsOn === undefined) return missing(command.orderId);
  if (order.endsOn === command.endsOn) return [];
  if (sitting.desk.today > order.endsOn) return refuse('protection-order-already-over', { endsOn: order.endsOn });
  if (command.endsOn < order.endsOn) return refuse('renewal-shortens-the-order', { endsOn: order.endsOn });
  return tooLong(command.endsOn, order.endsOn, sitting) ?? [{ ...command, type: 'ProtectionOrderRenewed' }];
};

export const endProtectionOrder = (command: Command<'EndProtectionOrder'>, sitting: Sitting): Outcome => {
  const order = found(sitting, command.orderId);
  if (order?.endsOn === undefined) return missing(command.orderId);
  if (order.outcome !== 'granted') return [];
  return command.why === 'expired' && sitting.desk.today <= order.endsOn
    ? refuse('protection-order-running', { endsOn: order.endsOn })
    : [{ ...command, type: 'ProtectionOrderEnded' }];
};
