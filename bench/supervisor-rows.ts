import type pg from 'pg';

export const towns = Array.from({ length: 26 }, (_, town) => `town-${town}`);
export const today = '2026-09-14T01:00:00.000Z';
const committeesOfTown = 12;

/**
 * Fills the read models with so many relief cases of the last ten years, without their events: the newest `open` of
 * them are worked at, the others are history. Three stages and three clocks each; every twentieth case missed one.
 */
export const fillReadModels = async (
  pool: pg.Pool,
  { cases, open }: { readonly cases: number; readonly open: number },
): Promise<void> => {
  await pool.query(`truncate read.caseload, read.stage_span, read.case_clock, read.deadline_fact`);
  await pool.query(
    `create temp table made as
     select md5('case' || n)::uuid as case_id, n, n <= ${open} as open,
       'town-' || n % ${towns.length} as office, 'area-' || n % ${towns.length} || '-' || (n / 26) % ${committeesOfTown} as area,
       case when n % 3 = 0 then null else 'officer-' || n % 97 end as assignee,
       (array['dibao', 'temporaryRelief', 'destituteSupport'])[1 + n % 3] as scheme,
       case when n <= ${open} then '${today}'::timestamptz - (n % 60) * interval '1 day' - (n % 1440) * interval '1 minute'
         else '${today}'::timestamptz - interval '70 days' - (n % 3600) * interval '1 day' - (n % 1440) * interval '1 minute' end as began
     from generate_series(1, ${cases}) as n`,
  );
  await pool.query(
    `insert into read.caseload (case_id, type, scheme, stage, open, outcome, office, area, assignee, opened_on, next_step,
       rule_set, version, position, last_act_at, next_due_at, next_due_on, next_due_clock, provisional)
     select case_id, 'relief-application', scheme, case when open then 'investigating' else 'completed' end, open,
       case when open then null else 'granted' end, office, area, assignee, to_char(began, 'YYYY-MM-DD'),
       case when open then 'RecordHomeVisit' end, 'chongqing@1', 8, '1-' || n, began + interval '20 days',
       case when open then began + interval '30 days' end, case when open then to_char(began + interval '30 days', 'YYYY-MM-DD') end,
       case when open then 'decision' end, false
     from made`,
  );
  await pool.query(
    `insert into read.stage_span (case_id, number, stage, office, assignee, open, since, entered_at, left_at, finished)
     select case_id, number, (array['lodged', 'investigating', 'completed'])[number + 1], office, assignee,
       open or number < 2, began + number * interval '6 days', began + number * interval '6 days',
       case when number < (case when open then 1 else 2 end) then began + (number + 1) * interval '6 days' end,
       number < (case when open then 1 else 2 end)
     from made cross join generate_series(0, 2) as number where not open or number < 2`,
  );
  await pool.query(
    `insert into read.case_clock (case_id, clock, rule_set, valid_from, valid_until, label, nature, source, started_at,
       due_at, due_on, remind_at, provisional, paused, stopped_at, stopped_by, standing, pauses, type, scheme, opened_on,
       area, stage, stage_since, case_open, office, assignee, breached_at, breach_recorded_at, breach_office)
     select case_id, clock, 'chongqing@1', began, null, json_build_object('zh', '办理时限', 'en', 'Time limit'), 'statutory',
       '社会救助暂行办法', began, due, to_char(due, 'YYYY-MM-DD'), due - interval '3 days', false, open and n % 40 = 0,
       case when not open or number = 0 then began + interval '4 days' + (n % 9) * interval '3 days' end,
       case when not open or number = 0 then 'GrantConfirmed' end,
       case when open and number > 0 then 'running' when n % 20 = 0 and number = 1 then 'late' else 'met' end, '[]',
       'relief-application', scheme, to_char(began, 'YYYY-MM-DD'), area, case when open then 'investigating' else 'completed' end,
       began + (case when open then 1 else 2 end) * interval '6 days', open, office, assignee,
       case when missed then due end, case when missed then due end, case when missed then office end
     from made cross join generate_series(0, 2) as number
     cross join lateral (select (array['acceptance', 'investigation', 'decision'])[number + 1] as clock,
       began + (array[5, 20, 30])[number + 1] * interval '1 day' as due) as of_clock
     cross join lateral (select n % 20 = 0 and number = 1 and due <= '${today}' as missed) as of_breach`,
  );
  await pool.query(
    `insert into read.deadline_fact (fact_id, case_id, kind, rule_set, clock, step, started_at, due_at, due_on, at,
       recorded_at, case_type, scheme, stage, office, area, assignee, roles)
     select md5('fact' || n)::uuid, case_id, 'breached', 'chongqing@1', 'investigation', 0, began, began + interval '20 days',
       to_char(began + interval '20 days', 'YYYY-MM-DD'), began + interval '20 days', began + interval '20 days',
       'relief-application', scheme, 'investigating', office, area, assignee, '[]'
     from made where n % 20 = 0 and began + interval '20 days' <= '${today}'`,
  );
  await pool.query('drop table made');
  for (const table of ['caseload', 'stage_span', 'case_clock', 'deadline_fact'])
    await pool.query(`vacuum analyze read.${table}`);
};
