import type { Label, StageTable } from '#kernel';
import type { ListCommandName } from './commands.js';

export type ListStage = 'unopened' | 'open' | 'submitted' | 'merged';

const label = (zh: string, en: string): Label => ({ zh, en });

const town = ['townOfficer', 'townLeader'] as const;
const station = ['stationOfficer', 'stationLeader'] as const;

/** When which command is allowed and who may issue it. */
export const stages: StageTable<ListStage, ListCommandName> = {
  unopened: {
    label: label('未开列', 'Not opened'),
    // The bureau opens a list by hand where the duty could not.
    commands: { OpenList: ['stationLeader', 'bureauOfficer', 'system'] },
    clocks: 'none',
  },
  open: {
    label: label('镇街维护中', 'With the town office'),
    commands: { AddPerson: town, RemovePerson: town, SubmitList: town },
    clocks: ['wanderList', 'wanderListCorrection'],
  },
  submitted: {
    label: label('已报送', 'Sent to the station'),
    commands: { ReturnList: station, MergeList: station },
    clocks: ['wanderListMerge'],
  },
  merged: { label: label('已汇总入库', 'In the register'), commands: {}, clocks: 'none', closed: true },
};
