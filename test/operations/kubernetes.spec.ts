import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, PersistentVolumeClaim, Service } from 'kubernetes-models/v1';
import { parse, parseAllDocuments } from 'yaml';
import { describeWhen } from '../skip.js';

const folder = 'infra/kubernetes';

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const kinds: Readonly<Record<string, new (data: any) => { validate(): void }>> = {
  ConfigMap,
  Deployment,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  Service,
};

const { resources } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
  readonly resources: readonly string[];
};
const documents = resources.flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { merge: true }).map(
    (document) => document.toJS() as Document,
  ),
);
const named = (documentsOf: readonly Document[]): readonly (readonly [string, Document])[] =>
  documentsOf.map((document) => [`${document.kind} ${document.metadata.name}`, document]);
const deployments = documents.filter(({ kind }) => kind === 'Deployment') as readonly any[];

const validated = (document: Document): void => {
  const Kind = kinds[document.kind];
  if (Kind === undefined) throw new Error(`no schema for ${document.kind}`);
  new Kind(document).validate();
};

describe('the Kubernetes example', () => {
  it.each(named(documents))('%s is what the schema of Kubernetes allows', (_, document) => {
    expect(() => validated(document)).not.toThrow();
  });

  it('would be told a fault by the schema', () => {
    const [deployment] = deployments;
    expect(() => validated({ ...deployment, spec: { ...deployment.spec, replicas: 'two' } })).toThrow('replicas');
  });

  it.each(deployments.map((deployment) => [deployment.metadata.name, deployment]))(
    '%s runs as an ordinary user, with limits, probes and secrets by reference, and outlives a drained node',
    (name, { spec }) => {
      const { template, replicas, selector } = spec;
      const [container] = template.spec.containers;
      expect(replicas).toBeGreaterThanOrEqual(2);
      expect(template.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(container).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: {
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { memory: expect.anything() },
        },
        startupProbe: { httpGet: { path: '/health/live' } },
        livenessProbe: { httpGet: { path: '/health/live' } },
        readinessProbe: { httpGet: { path: '/health/ready' } },
      });
      const program = String(container.command.at(-1));
      expect(existsSync(program.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).toBe(true);
      const secrets = template.spec.volumes.find((volume: any) => volume.name === 'secrets').secret;
      const mounted = new Set(secrets.items.map(({ path }: { readonly path: string }) => `/secrets/${path}`));
      const settings = documents.find(({ kind }) => kind === 'ConfigMap') as any;
      const environment = [
        ...Object.entries<string>(settings.data),
        ...container.env.map((one: any): [string, string] => [one.name, one.value]),
      ];
      for (const [variable, value] of environment) {
        if (variable.endsWith('_FILE') && value.startsWith('/secrets/')) expect(mounted).toContain(value);
        else expect(variable).not.toMatch(/PASSWORD|SECRET|MASTER_KEY|TOKEN|SIGNING_KEY/);
      }
      const budgets = documents.filter(({ kind }) => kind === 'PodDisruptionBudget') as readonly any[];
      expect(budgets.find(({ metadata }) => metadata.name === name)?.spec).toEqual({ minAvailable: 1, selector });
    },
  );
});

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

describeWhen(kubectl, 'no kubectl on this machine', 'the Kubernetes example with kustomize', () => {
  it('is put together: every resource in the namespace, images named once', () => {
    const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const built = parseAllDocuments(stdout).map((document) => document.toJS());
    expect(built).toHaveLength(documents.length);
    for (const document of built) {
      expect(() => validated(document as Document)).not.toThrow();
      if (document.kind !== 'Namespace') expect(document.metadata.namespace).toBe('caseflow');
    }
    expect(stdout.match(/image: .*/g)).toEqual(Array(2).fill('image: registry.example/jiuzhu-caseflow:0.1.0'));
  });
});
