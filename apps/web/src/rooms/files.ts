import { OtherPanels } from './other/panels';
import { ReliefFacts } from './relief/facts';
import { CalculationAnnex, ReliefPanels } from './relief/panels';
import type { RoomFile } from './room';

const nothing = () => null;

const otherFile: RoomFile = { facts: nothing, panels: OtherPanels, Annex: nothing };

const files: Readonly<Record<string, RoomFile>> = {
  'relief-application': { facts: ReliefFacts, panels: ReliefPanels, Annex: CalculationAnnex },
};

/** What is read of a case; apart from the room, for whoever opens a new case has none to read. */
export const fileOf = (type: string): RoomFile => files[type] ?? otherFile;
