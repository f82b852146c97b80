import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { linkKinds } from '#kernel';
import type { System } from '#system';
import { commandSchema } from './case-types.controller.js';
import { bodies, responses } from './openapi-schemas.js';

type Operation = Record<string, unknown>;

const problem = {
  description: 'A problem with a stable reason',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const json = (schema: unknown) => ({ 'application/json': { schema } });

/** An answer that is a file, in one of these media types. */
const asFile = (media: readonly string[]) =>
  Object.fromEntries(media.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The command id. The same key with the same body is taken once; the first answer is given again.',
  schema: { type: 'string', format: 'uuid' },
};
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The version seen, e.g. "7". A case that has moved since is answered with 409.',
  schema: { type: 'string' },
};

const contentDigest = {
  name: 'Content-Digest',
  in: 'header',
  required: true,
  description: 'sha-256=:<base64>: of the file (RFC 9530); a file that arrives otherwise is refused.',
  schema: { type: 'string' },
};

const linkedTo = {
  type: 'array',
  description: 'Cases that the new case belongs together with; the link is recorded on both sides.',
  minItems: 1,
  maxItems: 10,
  items: {
    type: 'object',
    additionalProperties: false,
    properties: {
      caseId: { type: 'string', format: 'uuid' },
      kind: { type: 'string', enum: linkKinds.filter((kind) => kind !== 'region') },
    },
    required: ['caseId', 'kind'],
  },
};

/** The OpenAPI description: Nest's paths, with bodies from the rooms' schemas and every answer's shape. */
export const openApiDocument = (app: NestFastifyApplication, system: System): OpenAPIObject => {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('District civil affairs case management')
      .setDescription('Every case is a stream of events. Refusals are problem+json with a stable kebab-case reason.')
      .setVersion('1')
      .addBearerAuth()
      .addCookieAuth('session')
      .build(),
  );
  const schemas: Record<string, unknown> = { ...document.components?.schemas, ...responses };
  const paths: Record<string, Record<string, Operation>> = { ...document.paths } as never;
  const generic = { open: paths['/api/cases/{type}'], command: paths['/api/cases/{type}/{caseId}/commands'] };
  for (const { room } of system.desks.all()) {
    const prefix = room.type.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    for (const [name, schema] of Object.entries(room.commands)) {
      const shape = commandSchema(schema) as { properties: object; required: string[] };
      schemas[`${prefix}${name}`] = {
        ...shape,
        properties: {
          type: { type: 'string', enum: [name] },
          occurredAt: { type: 'string', format: 'date-time' },
          ...(room.opening.includes(name) ? { linkedTo } : {}),
          ...shape.properties,
        },
        required: ['type', ...shape.required],
      };
    }
    const oneOf = (names: readonly string[]) => ({
      oneOf: names.map((name) => ref(`${prefix}${name}`)),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(names.map((name) => [name, `#/components/schemas/${prefix}${name}`])),
      },
    });
    paths[`/api/cases/${room.type}`] = {
      post: {
        ...generic.open?.['post'],
        operationId: `open${prefix}`,
        tags: [room.type],
        parameters: [idempotencyKey],
        requestBody: { required: true, content: json(oneOf(room.opening)) },
        responses: { '201': { description: 'Opened', content: json(ref('CaseAnswer')) }, default: problem },
      },
    };
    paths[`/api/cases/${room.type}/{caseId}/commands`] = {
      post: {
        ...generic.command?.['post'],
        operationId: `command${prefix}`,
        tags: [room.type],
        parameters: [
          { name: 'caseId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          idempotencyKey,
          ifMatch,
        ],
        requestBody: { required: true, content: json(oneOf(Object.keys(room.commands))) },
        responses: { '200': { description: 'Taken', content: json(ref('CaseAnswer')) }, default: problem },
      },
    };
  }
  delete paths['/api/cases/{type}'];
  delete paths['/api/cases/{type}/{caseId}/commands'];
  for (const [key, { status, schema, media = [], body, file, query }] of Object.entries(bodies)) {
    const [method, path] = key.split(' ') as [string, string];
    const operation = paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`OpenAPI describes ${key}, which is not served`);
    operation['responses'] = {
      [status]:
        schema === undefined && media.length === 0
          ? { description: 'Done' }
          : {
              description: 'The answer',
              content: { ...(schema === undefined ? {} : json(ref(schema))), ...asFile(media) },
            },
      default: problem,
    };
    if (body !== undefined) operation['requestBody'] = { required: true, content: json(body) };
    if (file === true) {
      operation['requestBody'] = {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      };
      operation['parameters'] = [...((operation['parameters'] as object[] | undefined) ?? []), contentDigest];
    }
    if (query !== undefined)
      operation['parameters'] = [
        ...((operation['parameters'] as { in: string }[] | undefined) ?? []).filter((one) => one.in === 'path'),
        ...query.map((name) => ({ name, in: 'query', required: false, schema: { type: 'string' } })),
      ];
  }
  return { ...document, paths: paths, components: { ...document.components, schemas: schemas as never } };
};
