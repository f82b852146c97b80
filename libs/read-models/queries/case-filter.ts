import type { SelectQueryBuilder } from 'typeorm';
import type { Instant } from '#kernel';
import type { CaseloadRow } from '../entities.js';
import { uuid } from './cursor.js';

/** The cases a person may see: those of any of the offices, and those of any of the areas. */
export interface Scope {
  readonly offices: readonly string[];
  readonly areas?: readonly string[];
}

/** All conditions must hold; one that is left out asks nothing, an empty list matches nothing. */
export interface CaseFilter {
  /** Only what the viewer may see. */
  readonly within?: Scope;
  readonly types?: readonly string[];
  readonly schemes?: readonly string[];
  readonly stages?: readonly string[];
  readonly offices?: readonly string[];
  readonly areas?: readonly string[];
  readonly assignee?: string;
  readonly open?: boolean;
  /** Open, with a clock that was due at or before this instant. */
  readonly overdueAt?: Instant;
  /** With any of these persons. */
  readonly personIds?: readonly string[];
  readonly caseIds?: readonly string[];
  /** The beginning of a case number, or a part of an office's or area's code. */
  readonly text?: string;
}

type Cases = SelectQueryBuilder<CaseloadRow>;

const oneOf = (cases: Cases, column: string, values: readonly string[] | undefined): void => {
  if (values !== undefined) cases.andWhere(`c.${column} = any (:${column}s)`, { [`${column}s`]: values });
};

const literally = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

const seenFrom = (cases: Cases, { offices, areas = [] }: Scope): void => {
  if (areas.length === 0) cases.andWhere('c.office = any (:scopeOffices)', { scopeOffices: offices });
  else if (offices.length === 0) cases.andWhere('c.area = any (:scopeAreas)', { scopeAreas: areas });
  else
    cases.andWhere('(c.office = any (:scopeOffices) or c.area = any (:scopeAreas))', {
      scopeOffices: offices,
      scopeAreas: areas,
    });
};

/** Narrows a query over the caseload `c`. */
export const narrow = (cases: Cases, filter: CaseFilter): Cases => {
  if (filter.within !== undefined) seenFrom(cases, filter.within);
  oneOf(cases, 'type', filter.types);
  oneOf(cases, 'scheme', filter.schemes);
  oneOf(cases, 'stage', filter.stages);
  oneOf(cases, 'office', filter.offices);
  oneOf(cases, 'area', filter.areas);
  if (filter.assignee !== undefined) cases.andWhere('c.assignee = :assignee', { assignee: filter.assignee });
  if (filter.open !== undefined) cases.andWhere(filter.open ? 'c.open' : 'not c.open');
  if (filter.overdueAt !== undefined)
    cases.andWhere('c.open and c.nextDueAt <= :overdueAt', { overdueAt: filter.overdueAt });
  if (filter.caseIds !== undefined)
    cases.andWhere('c.caseId = any (:caseIds::uuid[])', { caseIds: filter.caseIds.filter((id) => uuid.test(id)) });
  if (filter.personIds !== undefined)
    cases.andWhere('c.caseId in (select p.case_id from read.case_person p where p.person_id = any (:personIds))', {
      personIds: filter.personIds,
    });
  if (filter.text !== undefined)
    cases.andWhere('(c.caseId::text ilike :begins or c.office ilike :contains or c.area ilike :contains)', {
      begins: `${literally(filter.text)}%`,
      contains: `%${literally(filter.text)}%`,
    });
  return cases;
};
