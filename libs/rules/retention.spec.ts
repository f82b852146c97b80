import { type RetentionRule, retentionEnd, retentionMonths, retentionSchedule } from '#rules';

const dibao = { caseType: 'relief-application', scheme: 'dibao', closedOn: '2026-10-31' };

describe('the retention schedule', () => {
  it('keeps a case as long as the longest of its categories says', () => {
    expect(retentionEnd(retentionSchedule, dibao)).toEqual({
      category: 'relief-daily-management',
      until: '2031-10-30',
    });
    expect(retentionEnd(retentionSchedule, { ...dibao, scheme: 'temporaryRelief' })).toEqual({
      category: 'relief-approval',
      until: '2029-10-30',
    });
    expect(retentionMonths(retentionSchedule, dibao)).toBe(60);
  });

  it('keeps for good what it says so of, and what it does not know', () => {
    const guardianship = { ...dibao, caseType: 'guardianship-intervention', scheme: 'neglect' };
    expect(retentionEnd(retentionSchedule, guardianship)).toEqual({ category: 'child-protection' });
    expect(retentionEnd(retentionSchedule, { ...dibao, caseType: 'another' }).until).toBeUndefined();
    expect(retentionMonths(retentionSchedule, guardianship)).toBeUndefined();
    expect(retentionMonths(retentionSchedule, { caseType: 'another', scheme: '' })).toBeUndefined();
  });

  it('lets permanent win over any number of years', () => {
    const forGood: RetentionRule = {
      category: 'model-cases',
      label: { zh: '典型案例', en: 'Model cases' },
      of: [{ caseType: 'relief-application' }],
      keep: 'permanent',
      source: '—',
      certainty: 'uncertain',
    };
    expect(retentionEnd([...retentionSchedule, forGood], dibao).until).toBeUndefined();
    expect(retentionMonths([...retentionSchedule, forGood], dibao)).toBeUndefined();
  });

  it('knows every category of the duties', () => {
    expect(retentionSchedule.map(({ category, certainty }) => [category, certainty])).toEqual([
      ['relief-approval', 'confirmed'],
      ['relief-daily-management', 'confirmed'],
      ['hotline-audio', 'confirmed'],
      ['transient-assistance', 'uncertain'],
      ['outreach', 'uncertain'],
      ['child-protection', 'uncertain'],
      ['adoption', 'uncertain'],
    ]);
  });
});
