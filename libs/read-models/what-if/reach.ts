import type { Scope } from '../queries.js';

/** SQL: the row of `read.caseload` named `c` lies within the scope given as JSON in this parameter. */
export const withinReach = (parameter: string): string =>
  `EXISTS (SELECT 1 FROM json_to_recordset(${parameter}::json) AS reach (offices text[], areas text[], types text[])
     WHERE c.type = ANY (reach.types)
       AND (c.office = ANY (reach.offices) OR c.office = ANY (reach.areas)
         OR c.area = ANY (reach.areas) OR c.area = ANY (reach.offices)))`;

export const reachParameter = (scope: Scope): string => JSON.stringify(scope);
