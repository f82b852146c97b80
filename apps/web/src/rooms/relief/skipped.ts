import type { CaseFile, Label } from '../../api/types';
import { reliefOf } from './state';

/** Why the application went on without a public notice. */
export const whyWithoutNotice = (stage: string, caseFile: CaseFile): Label | undefined => {
  if (stage !== 'noticed') return undefined;
  const { lodged, decision } = reliefOf(caseFile);
  if (decision?.type === 'GrantConfirmed' && decision.deferred.includes('publicNotice'))
    return { zh: '紧急程序暂缓', en: 'Deferred in an emergency' };
  if (lodged?.applicantMinor === true) return { zh: '未成年人不公示', en: 'No notice about a minor' };
  if (lodged?.simplified === true) return { zh: '简化程序', en: 'Simplified procedure' };
  if (decision?.type === 'ApplicationRefused') return { zh: '不予确认不公示', en: 'No notice of a refusal' };
  return { zh: '此类救助不公示', en: 'No notice for this scheme' };
};
