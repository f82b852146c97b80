import { administration } from './administration/console';
import { auditing } from './auditing/console';
import type { Console } from './console';
import { exchange } from './exchange/console';
import { privacy } from './privacy/console';
import { supervision } from './supervision/console';

export const consoles: readonly Console[] = [supervision, auditing, privacy, exchange, administration];
