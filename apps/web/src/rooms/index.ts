import { otherRoom } from './other';
import { reliefRoom } from './relief';
import type { RoomScreen } from './room';

const rooms: Readonly<Record<string, RoomScreen>> = { 'relief-application': reliefRoom };

export const roomOf = (type: string): RoomScreen => rooms[type] ?? otherRoom;
