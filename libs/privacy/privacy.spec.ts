import { retentionSchedule } from '#rules';
import { type CaseStanding, obstacleIn } from '#privacy';
import { personsIn } from './appearances.js';
import { ownPart } from './copy.js';

const sealed = (subject: string) => ({ $sealed: subject, c: 'AAAA' });

describe('what stands in the way of an erasure', () => {
  const closed: CaseStanding = {
    caseId: 'c1',
    caseType: 'relief-application',
    scheme: 'dibao',
    closedOn: '2026-10-31',
    unsettled: [],
  };
  const reasonOn = (today: string, change: Partial<CaseStanding> = {}) =>
    obstacleIn({ ...closed, ...change }, retentionSchedule, today);

  it('is a case that is open, then one with a clock or debt, then the time files are kept', () => {
    expect(reasonOn('2090-01-01', { closedOn: undefined, unsettled: ['recovery'] })).toEqual({
      refused: 'case-open',
      detail: { caseId: 'c1' },
    });
    expect(reasonOn('2090-01-01', { unsettled: ['adminReviewAnswer', 'recovery'] })).toEqual({
      refused: 'case-unsettled',
      detail: { caseId: 'c1', unsettled: ['adminReviewAnswer', 'recovery'] },
    });
    expect(reasonOn('2031-10-30')).toMatchObject({ refused: 'retention-not-over', detail: { until: '2031-10-30' } });
    expect(reasonOn('2031-10-31')).toBeUndefined();
    expect(reasonOn('2090-01-01', { caseType: 'guardianship-intervention' })).toMatchObject({
      refused: 'retention-permanent',
    });
  });
});

describe('who appears in stored data', () => {
  it('is whoever is named or has sealed values in it', () => {
    const data = {
      personId: 'p1',
      members: [{ personId: 'p2', name: sealed('person-p2') }],
      note: sealed('case-c1'),
      left: { phone: sealed('person-p3') },
      signedBy: ['p4'],
    };
    expect([...new Set(personsIn(data))].sort()).toEqual(['p1', 'p2', 'p3']);
  });
});

describe('what of a case belongs into a copy', () => {
  const data = {
    scheme: 'dibao',
    reason: sealed('case-c1'),
    applicant: { personId: 'p1', name: sealed('person-p1') },
    members: [{ personId: 'p2', name: sealed('person-p2'), relation: 'spouse' }],
    signedBy: ['p1', 'p2'],
  };
  const kept = { entryIds: ['p1'], others: ['p2'], subjects: new Set(['person-p1']), ownOnly: false };

  it('is nothing that is sealed for others, and nobody else', () => {
    expect(ownPart(data, kept)).toEqual({
      scheme: 'dibao',
      applicant: { personId: 'p1', name: sealed('person-p1') },
      members: [],
      signedBy: ['p1'],
    });
  });

  it('is the text of the case too, when it is about nobody else', () => {
    const alone = { ...kept, others: [], subjects: new Set(['person-p1', 'case-c1']) };
    expect(ownPart({ reason: data.reason }, alone)).toEqual({ reason: sealed('case-c1') });
  });

  it('is the own values alone where the case type is not open to everyone', () => {
    expect(ownPart(data, { ...kept, ownOnly: true })).toEqual({
      applicant: { name: sealed('person-p1') },
      members: [],
      signedBy: [],
    });
  });
});
