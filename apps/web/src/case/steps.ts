import type { CaseFile, CaseTypeDescription, HistoryEvent, Label } from '../api/types';

export interface Step {
  readonly stage: string;
  readonly state: 'passed' | 'current' | 'coming' | 'skipped';
  /** When the case came there last. */
  readonly since?: string;
  /** Why it was skipped. */
  readonly why?: Label;
}

interface Visit {
  readonly stage: string;
  readonly by: HistoryEvent;
}

/** Each stage the case came to, once, where it came there first; the one it is in stands last. */
const visitsIn = (events: readonly HistoryEvent[], unopened: string | undefined): readonly Visit[] => {
  const visits = new Map<string, Visit>();
  let before: string | undefined;
  for (const by of events) {
    const { stage } = by;
    if (stage === undefined || stage === before || stage === unopened) continue;
    visits.set(stage, { stage, by });
    before = stage;
  }
  const now = visits.get(before ?? '');
  return [...[...visits.values()].filter((visit) => visit !== now), ...(now === undefined ? [] : [now])];
};

const ledOn = ({ events, stages }: CaseTypeDescription, { stage, by }: Visit): Label => {
  const event = events[by.type]?.label ?? { zh: by.type, en: by.type };
  const to = stages.find((row) => row.stage === stage)?.label ?? { zh: stage, en: stage };
  return { zh: `“${event.zh}”直接进入${to.zh}`, en: `“${event.en}” led straight to ${to.en}` };
};

interface Course {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  /** In order; empty while they are not there yet. */
  readonly events: readonly HistoryEvent[];
  /** What the room itself says about a stage that was passed over. */
  readonly whySkipped: (stage: string) => Label | undefined;
}

/** Where the case has been, by its history; what it passed over and why; what comes in its normal course. */
export const stepsOf = ({ caseFile, described, events, whySkipped }: Course): readonly Step[] => {
  const { path } = described;
  // Every table begins with the stage of a case that nobody has opened: an entry sealed apart may come before.
  const visits = visitsIn(events, described.stages[0]?.stage);
  const been = new Set([...visits.map(({ stage }) => stage), caseFile.stage]);
  const furthest = Math.max(...[...been].map((stage) => path.indexOf(stage)));
  const coming = caseFile.open ? path.slice(furthest + 1).map((stage): Step => ({ stage, state: 'coming' })) : [];
  if (visits.length === 0) return [{ stage: caseFile.stage, state: 'current' }, ...coming];
  const shown = new Set<string>();
  const steps = visits.flatMap((visit): readonly Step[] => {
    const place = path.indexOf(visit.stage);
    const passedOver = path.slice(0, Math.max(place, 0)).filter((stage) => !been.has(stage) && !shown.has(stage));
    // A case may begin further on: what lies before its first stage was never on its way.
    const skipped = shown.size === 0 ? [] : passedOver;
    for (const stage of [...passedOver, visit.stage]) shown.add(stage);
    return [
      ...skipped.map((stage): Step => ({ stage, state: 'skipped', why: whySkipped(stage) ?? ledOn(described, visit) })),
      {
        stage: visit.stage,
        state: visit.stage === caseFile.stage ? 'current' : 'passed',
        since: visit.by.occurredAt,
      },
    ];
  });
  return [...steps, ...coming];
};
