import type { RegistryFieldsType } from '@rjsf/utils';
import type { ComponentType } from 'react';
import type { CaseFile, CaseTypeDescription, HistoryEvent } from '../api/types';
import type { Fields } from '../forms/command-form';
import type { Choices } from '../forms/schema';

export interface PersonOfCase {
  readonly personId: string;
  readonly name: string;
}

export interface Step {
  readonly stage: string;
  readonly state: 'passed' | 'current' | 'coming' | 'skipped';
  /** Why it was skipped. */
  readonly why?: { readonly zh: string; readonly en: string };
}

export interface PanelProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
}

export interface ChoiceContext {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly language: 'zh' | 'en';
}

/** What the page knows of one case type beyond its description: its panels and the fields that need more than a schema. */
export interface RoomScreen {
  readonly persons: (caseFile: CaseFile) => readonly PersonOfCase[];
  readonly steps: (caseFile: CaseFile) => readonly Step[];
  /** What a command's fields choose from, out of the case's own state. */
  readonly choices: (command: string, context: ChoiceContext) => Choices;
  /** Fields that get a new identifier and are not shown. */
  readonly freshIds: Readonly<Record<string, readonly string[]>>;
  /** Fields drawn by the room, by command. */
  readonly ownFields: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly fields: RegistryFieldsType;
  readonly initial: (command: string, context: ChoiceContext) => Fields;
  /** Facts of the head of the page, besides those of every case. */
  readonly facts: ComponentType<PanelProps>;
  readonly panels: ComponentType<PanelProps>;
  /** What is printed behind the letter of an event. */
  readonly Annex: ComponentType<PanelProps & { readonly event: HistoryEvent }>;
}
