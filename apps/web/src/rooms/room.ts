import type { ComponentType } from 'react';
import type {
  CaseFile,
  CaseTypeDescription,
  CommandDescription,
  HistoryEvent,
  Label,
  Me,
  PersonOfCase,
  PersonRow,
} from '../api/types';
import type { Choices, Fields } from '../forms/schema';

export interface PanelProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
}

export interface FileProps extends PanelProps {
  /** Names of people, offices and staff by their identifiers. */
  readonly nameOf: (id: string) => string | undefined;
}

export interface ChoiceContext {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly language: 'zh' | 'en';
}

/** Somebody about to open a case, perhaps for a person of the registry. */
export interface OpeningContext {
  readonly me: Me;
  readonly command: string;
  readonly described: CaseTypeDescription;
  readonly scheme?: string | undefined;
  readonly person?: PersonToServe | undefined;
}

/** The registry gives phone and address only to those who may see them. */
export interface PersonToServe extends PersonRow {
  readonly phone?: string;
  readonly address?: string;
}

/** The form that opens a case: what is asked, what is filled in unseen, what is suggested. */
export interface OpeningForm {
  readonly command: CommandDescription;
  readonly hidden: readonly string[];
  readonly initial: Fields;
}

/** What the page knows of one case type beyond its description: its panels and the fields that need more than a schema. */
export interface RoomScreen {
  readonly persons: (caseFile: CaseFile) => readonly PersonOfCase[];
  /** What the room says of a stage that the case passed over; otherwise the event that led past it is named. */
  readonly whySkipped?: (stage: string, caseFile: CaseFile) => Label | undefined;
  readonly opening: (context: OpeningContext) => OpeningForm;
  /** What a command's fields choose from, out of the case's own state. */
  readonly choices: (command: string, context: ChoiceContext) => Choices;
  /** Fields of a command that get a new identifier and are not shown. */
  readonly freshIds: (command: string, props: PanelProps) => readonly string[];
  /** Fields drawn by the room, by command; the components are in `fields.ts`. */
  readonly ownFields: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly initial: (command: string, context: ChoiceContext) => Fields;
}

/** What the page of a case shows of its type. */
export interface RoomFile {
  /** Facts of the head of the page, besides those of every case. */
  readonly facts: ComponentType<FileProps>;
  readonly panels: ComponentType<FileProps>;
  /** What is printed behind the letter of an event. */
  readonly Annex: ComponentType<PanelProps & { readonly event: HistoryEvent }>;
}
