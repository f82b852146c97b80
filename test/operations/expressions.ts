import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';

const folder = 'infra/observability';
const dashboards = join(folder, 'grafana/dashboards');

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

export interface Dashboard {
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly datasource: { readonly uid: string };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

export const alertRules = (): Rules => parse(readFileSync(join(folder, 'alerts.yml'), 'utf8')) as Rules;

export const dashboardsThere = (): readonly Dashboard[] =>
  readdirSync(dashboards).map((file) => JSON.parse(readFileSync(join(dashboards, file), 'utf8')) as Dashboard);

/** Every expression of the alerts and the dashboards. */
export const expressions = (): readonly string[] => [
  ...alertRules().groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ...dashboardsThere().flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
];

/**
 * The names of the metrics in an expression.
 * @throws when the grammar of Prometheus does not know it
 */
export const metricsIn = (expression: string): readonly string[] => {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`not an expression of Prometheus: ${expression}`);
      if (type.name === 'VectorSelector') names.push(/^[\w:]+/.exec(expression.slice(from, to))?.[0] ?? '');
    },
  });
  return names;
};
