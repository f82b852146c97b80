import { z } from 'zod';
import { personal } from '../personal.js';

const text = personal(z.string());
const evidence = {
  evidenceId: z.string(),
  kind: z.string(),
  name: text,
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
};

/** Events of the acts that every case shares. Names are storage formats. */
export const sharedEvents = {
  CaseAssigned: z.object({ type: z.literal('CaseAssigned'), assignee: z.string() }),
  HandOverOffered: z.object({
    type: z.literal('HandOverOffered'),
    fromOffice: z.string(),
    toOffice: z.string(),
    reason: text,
  }),
  HandOverAccepted: z.object({ type: z.literal('HandOverAccepted'), fromOffice: z.string(), toOffice: z.string() }),
  HandOverRefused: z.object({ type: z.literal('HandOverRefused'), toOffice: z.string(), reason: text }),
  NoteAdded: z.object({ type: z.literal('NoteAdded'), text }),
  EvidenceAttached: z.object({ type: z.literal('EvidenceAttached'), ...evidence }),
  EvidenceSuperseded: z.object({
    type: z.literal('EvidenceSuperseded'),
    supersedes: z.string(),
    reason: text,
    ...evidence,
  }),
  EvidenceWithdrawn: z.object({ type: z.literal('EvidenceWithdrawn'), evidenceId: z.string(), reason: text }),
  CaseLinked: z.object({
    type: z.literal('CaseLinked'),
    caseId: z.string(),
    kind: z.string(),
    region: z.string().optional(),
  }),
  CaseUnlinked: z.object({ type: z.literal('CaseUnlinked'), caseId: z.string(), reason: text }),
  FlagRaised: z.object({ type: z.literal('FlagRaised'), flag: z.string(), note: text.optional() }),
  FlagCleared: z.object({ type: z.literal('FlagCleared'), flag: z.string() }),
  CaseConferenceCalled: z.object({
    type: z.literal('CaseConferenceCalled'),
    conferenceId: z.string(),
    topic: text,
    members: z.array(z.string()),
    on: z.string(),
  }),
  CaseConferenceRecorded: z.object({
    type: z.literal('CaseConferenceRecorded'),
    conferenceId: z.string(),
    opinions: z.array(z.object({ member: z.string(), opinion: text })),
    resolution: text,
  }),
  SupervisionIssued: z.object({
    type: z.literal('SupervisionIssued'),
    supervisionId: z.string(),
    text,
    answerBy: z.string(),
  }),
  SupervisionAnswered: z.object({ type: z.literal('SupervisionAnswered'), supervisionId: z.string(), text }),
  SupervisionVerified: z.object({
    type: z.literal('SupervisionVerified'),
    supervisionId: z.string(),
    accepted: z.boolean(),
    text: text.optional(),
  }),
  DeadlineExtended: z.object({
    type: z.literal('DeadlineExtended'),
    clock: z.string(),
    reason: text,
    previousDueOn: z.string(),
    dueOn: z.string(),
  }),
  NoticeGiven: z.object({ type: z.literal('NoticeGiven'), about: z.string(), channel: z.string(), on: z.string() }),
  AccessRequested: z.object({
    type: z.literal('AccessRequested'),
    accessId: z.string(),
    user: z.string(),
    role: z.string(),
    office: z.string(),
    purpose: text,
  }),
  AccessApproved: z.object({
    type: z.literal('AccessApproved'),
    accessId: z.string(),
    user: z.string(),
    until: z.string(),
  }),
  AccessRefused: z.object({ type: z.literal('AccessRefused'), accessId: z.string(), reason: text }),
  AccessEnded: z.object({ type: z.literal('AccessEnded'), accessId: z.string() }),
  CaseWithdrawn: z.object({ type: z.literal('CaseWithdrawn'), reason: text }),
  EntryCorrected: z.object({
    type: z.literal('EntryCorrected'),
    version: z.int(),
    field: z.string(),
    correction: text,
    reason: text,
  }),
} as const;

type SharedEvents = typeof sharedEvents;
export type SharedEventName = keyof SharedEvents;
export type SharedEvent = { [Name in SharedEventName]: z.infer<SharedEvents[Name]> }[SharedEventName];

export const isSharedEvent = (event: { readonly type: string }): event is SharedEvent =>
  Object.hasOwn(sharedEvents, event.type);
