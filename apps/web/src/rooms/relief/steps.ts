import type { Relief } from '#case-types';
import type { PanelProps, Step } from '../room';
import { reliefOf } from './state';

const path = ['submitted', 'investigating', 'reviewing', 'noticed', 'deciding', 'granted'];
const besides: Readonly<Record<string, string>> = {
  supplementing: 'submitted',
  forwarding: 'deciding',
  atHukouOffice: 'deciding',
  telling: 'deciding',
  phasingOut: 'granted',
  suspended: 'granted',
};
const ends = ['refused', 'terminated', 'withdrawn', 'declined', 'answered', 'completed'];

const whyNoNotice = ({ lodged, decision }: Relief): Step['why'] => {
  if (lodged?.applicantMinor === true) return { zh: '未成年人不公示', en: 'No notice about a minor' };
  if (lodged?.simplified === true) return { zh: '简化程序', en: 'Simplified procedure' };
  if (decision?.type === 'ApplicationRefused') return { zh: '不予确认不公示', en: 'No notice of a refusal' };
  return { zh: '此类救助不公示', en: 'No notice for this scheme' };
};

const deferredNotice = (decision: Extract<Relief['decision'], { type: 'GrantConfirmed' }> | undefined): boolean =>
  decision?.deferred.includes('publicNotice') === true;

/** How far the events show the case to have come, as an index into the path. */
const reached = ({ acceptedOn, opinion, notices, decision }: Relief): number => {
  if (decision !== undefined) return path.indexOf('deciding');
  if (notices.length > 0) return path.indexOf('noticed');
  if (opinion !== undefined) return path.indexOf('reviewing');
  return acceptedOn === undefined ? 0 : path.indexOf('investigating');
};

/** Where the case is, what comes, and what was skipped and why. */
export const reliefSteps = ({ caseFile }: PanelProps): readonly Step[] => {
  const relief = reliefOf(caseFile);
  const { stage } = caseFile;
  const fromCommittee = relief.lodged?.channel === 'committee' || stage === 'atCommittee';
  const steps = fromCommittee ? ['atCommittee', ...path] : path;
  const at = besides[stage] ?? stage;
  const ended = ends.includes(stage);
  const paidBefore = ['terminated', 'completed'].includes(stage) && relief.decision?.type === 'GrantConfirmed';
  const now = ended
    ? steps.indexOf(paidBefore ? 'granted' : (path[reached(relief)] ?? 'submitted'))
    : Math.max(steps.indexOf(at), 0);
  const shown = ended && !paidBefore ? steps.slice(0, now + 1) : steps;
  const made = shown.map((one, index): Step => {
    if (one === 'noticed' && index < now && relief.notices.length === 0)
      return {
        stage: one,
        state: 'skipped',
        why: deferredNotice(relief.decision?.type === 'GrantConfirmed' ? relief.decision : undefined)
          ? { zh: '紧急程序暂缓', en: 'Deferred in an emergency' }
          : whyNoNotice(relief),
      };
    if (index < now || (ended && index === now)) return { stage: one, state: 'passed' };
    if (index === now) return { stage, state: 'current' };
    return { stage: one, state: 'coming' };
  });
  return ended ? [...made, { stage, state: 'current' }] : made;
};
