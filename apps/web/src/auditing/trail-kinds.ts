/** Entries of the trail by what they are about. */
export const trailKinds = {
  refused: ['CommandRefused'],
  reads: ['RestrictedCaseRead', 'SealOpened', 'EvidenceOpened'],
  handedOut: ['Exported', 'CopyHandedOut'],
  searches: ['TrailSearched'],
  rights: [
    'OfficeOpened',
    'OfficeRenamed',
    'OfficeClosed',
    'UserEnrolled',
    'RoleGranted',
    'RoleRevoked',
    'SignInUnlocked',
  ],
  rules: [
    'RuleSetPublished',
    'CalendarPublished',
    'BenefitStandardPublished',
    'DelegationPublished',
    'GoverningRulesChosen',
  ],
  signIns: ['SignedIn', 'SignedOut', 'SignInFailed', 'SignInLocked'],
  erasures: [
    'LegalHoldPlaced',
    'LegalHoldLifted',
    'ErasureRequested',
    'ErasureRefused',
    'PersonErased',
    'ErasureCompleted',
  ],
} as const;

export type TrailGroup = keyof typeof trailKinds;

export const trailGroups = Object.keys(trailKinds) as readonly TrailGroup[];

export const isTrailGroup = (given: string | undefined): given is TrailGroup =>
  given !== undefined && Object.hasOwn(trailKinds, given);
