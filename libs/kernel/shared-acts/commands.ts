import { z } from 'zod';
import { personal } from '../personal.js';

const text = (max: number) => personal(z.string().trim().min(1).max(max));
const identifier = z.string().trim().min(1).max(80);

/** What evidence may be. */
export const evidenceKinds = [
  'photo',
  'identityDocument',
  'householdBook',
  'incomeProof',
  'assetProof',
  'medicalRecord',
  'signedForm',
  'interviewRecord',
  'policeDocument',
  'courtDocument',
  'deliveryReceipt',
  'otherDocument',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

const evidence = {
  evidenceId: identifier,
  kind: z.enum(evidenceKinds),
  name: text(200),
  mediaType: z.string().trim().min(3).max(100),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
};

/** How two cases belong together; the rooms react to some of them. */
export const linkKinds = ['guardianship', 'relief', 'lead', 'bundle', 'region', 'sameHousehold', 'related'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Acts that every case shares, whatever its type. */
export const sharedCommands = {
  AssignCase: z.strictObject({ type: z.literal('AssignCase'), assignee: identifier }),
  HandOverCase: z.strictObject({ type: z.literal('HandOverCase'), toOffice: identifier, reason: text(500) }),
  AcceptHandOver: z.strictObject({ type: z.literal('AcceptHandOver') }),
  RefuseHandOver: z.strictObject({ type: z.literal('RefuseHandOver'), reason: text(500) }),
  AddNote: z.strictObject({ type: z.literal('AddNote'), text: text(4000) }),
  AttachEvidence: z.strictObject({ type: z.literal('AttachEvidence'), ...evidence }),
  SupersedeEvidence: z.strictObject({
    type: z.literal('SupersedeEvidence'),
    supersedes: identifier,
    reason: text(500),
    ...evidence,
  }),
  WithdrawEvidence: z.strictObject({ type: z.literal('WithdrawEvidence'), evidenceId: identifier, reason: text(500) }),
  LinkCase: z.strictObject({
    type: z.literal('LinkCase'),
    caseId: identifier,
    kind: z.enum(linkKinds),
    /** The region whose case it is, when it is not one of ours. */
    region: identifier.optional(),
  }),
  UnlinkCase: z.strictObject({ type: z.literal('UnlinkCase'), caseId: identifier, reason: text(500) }),
  RaiseFlag: z.strictObject({ type: z.literal('RaiseFlag'), flag: identifier, note: text(500).optional() }),
  ClearFlag: z.strictObject({ type: z.literal('ClearFlag'), flag: identifier }),
  CallCaseConference: z.strictObject({
    type: z.literal('CallCaseConference'),
    conferenceId: identifier,
    topic: text(500),
    members: z.array(identifier).min(2).max(30),
    on: z.iso.date(),
  }),
  RecordCaseConference: z.strictObject({
    type: z.literal('RecordCaseConference'),
    conferenceId: identifier,
    opinions: z
      .array(z.strictObject({ member: identifier, opinion: text(2000) }))
      .min(1)
      .max(30),
    resolution: text(4000),
  }),
  IssueSupervision: z.strictObject({
    type: z.literal('IssueSupervision'),
    supervisionId: identifier,
    text: text(2000),
    answerBy: z.iso.date(),
  }),
  AnswerSupervision: z.strictObject({
    type: z.literal('AnswerSupervision'),
    supervisionId: identifier,
    text: text(2000),
  }),
  VerifySupervision: z.strictObject({
    type: z.literal('VerifySupervision'),
    supervisionId: identifier,
    accepted: z.boolean(),
    text: text(2000).optional(),
  }),
  ExtendDeadline: z.strictObject({ type: z.literal('ExtendDeadline'), clock: identifier, reason: text(1000) }),
  RecordNotice: z.strictObject({
    type: z.literal('RecordNotice'),
    about: identifier,
    channel: z.enum(['inPerson', 'post', 'phone', 'message', 'committee']),
    on: z.iso.date(),
  }),
  RequestAccess: z.strictObject({ type: z.literal('RequestAccess'), accessId: identifier, purpose: text(500) }),
  ApproveAccess: z.strictObject({ type: z.literal('ApproveAccess'), accessId: identifier, until: z.iso.date() }),
  RefuseAccess: z.strictObject({ type: z.literal('RefuseAccess'), accessId: identifier, reason: text(500) }),
  EndAccess: z.strictObject({ type: z.literal('EndAccess'), accessId: identifier }),
  WithdrawCase: z.strictObject({ type: z.literal('WithdrawCase'), reason: text(1000) }),
  CorrectEntry: z.strictObject({
    type: z.literal('CorrectEntry'),
    version: z.int().positive(),
    field: z.string().trim().min(1).max(200),
    correction: text(2000),
    reason: text(1000),
  }),
} as const;

type SharedCommands = typeof sharedCommands;
export type SharedCommandName = keyof SharedCommands;
export type SharedCommand = { [Name in SharedCommandName]: z.infer<SharedCommands[Name]> }[SharedCommandName];

const isSharedName = (name: string): name is SharedCommandName => Object.hasOwn(sharedCommands, name);

export const sharedCommandNames: readonly SharedCommandName[] = Object.keys(sharedCommands).filter(isSharedName);

export const isSharedCommand = (command: { readonly type: string }): command is SharedCommand =>
  isSharedName(command.type);
