import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { alertRules, dashboardsThere, expressions, metricsIn } from './expressions.js';

const read = (file: string): any => parse(readFileSync(`infra/observability/${file}`, 'utf8'));

describe('Prometheus and Grafana', () => {
  it.each(expressions())('%s is an expression of Prometheus', (expression) => {
    expect(metricsIn(expression).length).toBeGreaterThan(0);
  });

  it('would be told a fault by the grammar', () => {
    expect(() => metricsIn('sum(rate(case_commands_total[5m])')).toThrow('not an expression');
  });

  it('Prometheus finds every process, shows its token, and knows the alerts', () => {
    const { scrape_configs: scrapes, rule_files: rules } = read('prometheus.yml');
    expect(scrapes[0].dns_sd_configs.map(({ names, port }: any) => [...names, port])).toEqual([
      ['api', 3000],
      ['worker', 3001],
    ]);
    expect(scrapes[0].authorization).toEqual({ credentials_file: '/run/secrets/metrics-token' });
    expect(rules).toEqual(['alerts.yml']);
    for (const { rules: alerts } of alertRules().groups)
      for (const alert of alerts as readonly any[])
        expect(alert).toMatchObject({
          labels: { severity: expect.stringMatching(/^(?:page|ticket)$/) },
          annotations: { summary: expect.any(String), description: expect.any(String) },
        });
  });

  it('Grafana is given its source and its dashboard', () => {
    const [source] = read('grafana/provisioning/datasources/prometheus.yml').datasources;
    expect(source.url).toBe('http://prometheus:9090');
    for (const { panels } of dashboardsThere())
      for (const { datasource } of panels) expect(datasource.uid).toBe(source.uid);
    const [provider] = read('grafana/provisioning/dashboards/caseflow.yml').providers;
    const compose = readFileSync('docker-compose.yml', 'utf8');
    expect(compose).toContain(`./infra/observability/grafana/dashboards:${provider.options.path}:ro`);
    expect(existsSync('infra/observability/grafana/dashboards/caseflow.json')).toBe(true);
  });
});
