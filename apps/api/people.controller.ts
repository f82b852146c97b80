import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { Actor } from '#kernel';
import {
  type Person,
  type Registered,
  type RegistryRefusal,
  foundPersonInput,
  knownIdentity,
  masked,
  newIdentity,
  personCorrection,
  personInput,
  personLink,
  personLinkRemoval,
} from '#people';
import type { CaseloadRow } from '#read-models';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed, Viewer } from './viewer.js';

const searchSchema = z
  .strictObject({
    text: z.string().trim().min(1).max(100).optional(),
    idNumber: z.string().trim().min(1).max(18).optional(),
    phone: z.string().trim().min(3).max(30).optional(),
  })
  .refine((asked) => Object.values(asked).some((value) => value !== undefined), 'search-is-empty');
const namesOnly = z.strictObject({ text: z.string().trim().min(1).max(100) });
const deathSchema = z.strictObject({ diedOn: z.iso.date() });

@Controller('api/people')
export class PeopleController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** Search before create; by POST, because a name or number has no place in a URL. */
  @Post('search')
  @HttpCode(200)
  @Allowed('people.search')
  async search(@Body() body: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    return this.found(parse(searchSchema, body), viewer);
  }

  /** The same for names only. */
  @Get()
  @Allowed('people.search')
  async byName(@Query() query: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    const { text } = parse(namesOnly, query);
    if (/\d{4,}/.test(text)) throw new Problem(400, 'personal-number-in-url');
    return this.found({ text }, viewer);
  }

  @Post()
  @Allowed('people.register')
  async register(
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const outcome = await this.system.people.register(parse(personInput, body), actor, this.key(key));
    return this.answer(outcome);
  }

  /** Somebody of whom nobody knows who it is. */
  @Post('unidentified')
  @Allowed('people.register')
  async registerFound(
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const found = parse(foundPersonInput, body);
    return this.answer(await this.system.people.registerFound(found, actor, this.key(key)));
  }

  /** Identity established later: somebody the registry knows (`identifiedAs`), or an identity that nobody has yet. */
  @Post(':personId/identity')
  @HttpCode(200)
  @Allowed('people.identify')
  async identify(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { people } = this.system;
    const commandId = this.key(key);
    return this.answer(
      typeof body === 'object' && body !== null && 'identifiedAs' in body
        ? await people.identifyAs(personId, parse(knownIdentity, body), actor, commandId)
        : await people.identify(personId, parse(newIdentity, body), actor, commandId),
    );
  }

  @Post(':personId/links')
  @HttpCode(200)
  @Allowed('people.link')
  async link(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { personId: otherId, reason } = parse(personLink, body);
    return this.answer(await this.system.people.link(personId, { otherId, reason }, actor, this.key(key)));
  }

  @Post(':personId/links/:otherId/removal')
  @HttpCode(200)
  @Allowed('people.unlink')
  async unlink(
    @Param('personId') personId: string,
    @Param('otherId') otherId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { reason } = parse(personLinkRemoval, body);
    return this.answer(await this.system.people.unlink(personId, { otherId, reason }, actor, this.key(key)));
  }

  @Post(':personId/corrections')
  @HttpCode(200)
  @Allowed('people.correct')
  async correct(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const correction = parse(personCorrection, body);
    return this.answer(await this.system.people.correct(personId, correction, actor, this.key(key)));
  }

  @Post(':personId/death')
  @HttpCode(200)
  @Allowed('people.record-death')
  async recordDeath(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { diedOn } = parse(deathSchema, body);
    return this.answer(await this.system.people.recordDeath(personId, diedOn, actor, this.key(key)));
  }

  /** The entry, the others of the same person, and the cases of all of them that the viewer may see. */
  @Get(':personId')
  @Allowed('people.show')
  async get(@Param('personId') personId: string, @Viewer() viewer: SignedIn): Promise<object> {
    const joined = (await this.system.people.joined([personId])).get(personId);
    const entryIds = joined?.entryIds ?? [];
    const entries = await this.system.people.people(entryIds);
    const person = entries.find((entry) => entry.personId === personId);
    if (person === undefined) throw new Problem(404, 'no-such-person');
    const cases = await this.system.readModels.caseload.ofPersons(entryIds, false);
    const rows = casesOf(entryIds, cases).filter((row) => this.lists.lists(viewer, row));
    return {
      ...shown(person),
      leadId: joined?.leadId,
      entries: entries.filter((entry) => entry !== person).map(shown),
      links: joined?.links,
      cases: await this.lists.shown(rows, viewer),
    };
  }

  private async found(
    search: { text?: string | undefined; idNumber?: string | undefined; phone?: string | undefined },
    viewer: SignedIn,
  ): Promise<object> {
    const people = await this.system.people.search(search);
    const joined = await this.system.people.joined(people.map(({ personId }) => personId));
    const entryIds = [...joined.values()].flatMap((person) => person.entryIds);
    const cases = await this.system.readModels.caseload.ofPersons([...new Set(entryIds)], true);
    return {
      rows: people.map(({ description: _, ...person }) => ({
        ...shown(person),
        leadId: joined.get(person.personId)?.leadId,
        openCases: this.lists.openCases(casesOf(joined.get(person.personId)?.entryIds ?? [], cases), viewer),
      })),
    };
  }

  private key(key: string | undefined): string {
    if (key === undefined) return randomUUID();
    if (!z.uuid().safeParse(key).success) throw new Problem(400, 'idempotency-key-not-a-uuid');
    return key.toLowerCase();
  }

  private answer(outcome: Registered | RegistryRefusal): object {
    if (!('refused' in outcome)) return outcome;
    const status =
      outcome.refused === 'person-already-registered' ? 409 : outcome.refused === 'no-such-person' ? 404 : 422;
    throw new Problem(status, outcome.refused, { detail: outcome.detail });
  }
}

const shown = ({ idNumber, phone, ...person }: Person): object => ({
  ...person,
  idNumberMasked: masked(idNumber),
  phoneMasked: masked(phone),
});

/** The cases of all entries of a person, each once, the most urgent first. */
const casesOf = (
  entryIds: readonly string[],
  cases: ReadonlyMap<string, readonly CaseloadRow[]>,
): readonly CaseloadRow[] => {
  const rows = entryIds.flatMap((personId) => cases.get(personId) ?? []);
  return [...new Map(rows.map((row) => [row.caseId, row])).values()].toSorted((one, other) =>
    urgency(one) < urgency(other) ? -1 : 1,
  );
};

/** Sorts as text: the due instant, cases without one last. */
const urgency = ({ dueAt = '9999', caseId }: CaseloadRow): string => `${dueAt}/${caseId}`;
