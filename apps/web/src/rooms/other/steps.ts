import type { PanelProps, Step } from '../room';

/** The stages in the order of the case type's table. Where a case ends is shown only when it has ended there. */
export const stepsOf = ({ caseFile, described }: PanelProps): readonly Step[] => {
  const before = described.stages.filter(
    ({ closed, commands }) => !closed && Object.keys(commands).some((command) => described.opening.includes(command)),
  );
  const open = described.stages.filter((row) => !row.closed && !before.includes(row)).map(({ stage }) => stage);
  const now = open.indexOf(caseFile.stage);
  // The table does not say which way an ended case went: only where it began and ended is certain.
  if (now < 0)
    return [
      ...open.slice(0, 1).map((stage): Step => ({ stage, state: 'passed' })),
      { stage: caseFile.stage, state: 'current' },
    ];
  return open.map((stage, index) => ({
    stage,
    state: index < now ? 'passed' : index === now ? 'current' : 'coming',
  }));
};
