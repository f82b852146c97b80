import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { Actor, Role } from '#kernel';
import { type Person, masked, personCorrection, personInput } from '#people';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Viewer } from './viewer.js';

const searchSchema = z
  .strictObject({
    text: z.string().trim().min(1).max(100).optional(),
    idNumber: z.string().trim().min(1).max(18).optional(),
    phone: z.string().trim().min(3).max(30).optional(),
  })
  .refine((asked) => Object.values(asked).some((value) => value !== undefined), 'search-is-empty');
const namesOnly = z.strictObject({ text: z.string().trim().min(1).max(100) });
const deathSchema = z.strictObject({ diedOn: z.iso.date() });
const rolesThatMeetPeople: readonly Role[] = [
  'committeeOfficer',
  'townOfficer',
  'townLeader',
  'bureauOfficer',
  'bureauLeader',
  'childProtectionOfficer',
  'stationOfficer',
  'stationLeader',
];

@Controller('api/people')
export class PeopleController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** Search before create; by POST, because a name or number has no place in a URL. */
  @Post('search')
  @HttpCode(200)
  async search(@Body() body: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    this.actor(viewer);
    return this.found(parse(searchSchema, body), viewer);
  }

  /** The same for names only. */
  @Get()
  async byName(@Query() query: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    this.actor(viewer);
    const { text } = parse(namesOnly, query);
    if (/\d{4,}/.test(text)) throw new Problem(400, 'personal-number-in-url');
    return this.found({ text }, viewer);
  }

  @Post()
  async register(
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const outcome = await this.system.people.register(parse(personInput, body), this.actor(viewer), this.key(key));
    return this.answer(outcome);
  }

  @Post(':personId/corrections')
  @HttpCode(200)
  async correct(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const correction = parse(personCorrection, body);
    return this.answer(await this.system.people.correct(personId, correction, this.actor(viewer), this.key(key)));
  }

  @Post(':personId/death')
  @HttpCode(200)
  async recordDeath(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { diedOn } = parse(deathSchema, body);
    return this.answer(await this.system.people.recordDeath(personId, diedOn, this.actor(viewer), this.key(key)));
  }

  /** The person and the cases of theirs that the viewer may see. */
  @Get(':personId')
  async get(@Param('personId') personId: string, @Viewer() viewer: SignedIn): Promise<object> {
    this.actor(viewer);
    const person = await this.system.people.get(personId);
    if (person === undefined) throw new Problem(404, 'no-such-person');
    const scope = this.lists.scopeOf(viewer);
    const { rows } = await this.system.readModels.caseload.list(scope, { person: personId }, { limit: 100 });
    return { ...this.shown(person), cases: await this.lists.shown(rows) };
  }

  private async found(
    search: { text?: string | undefined; idNumber?: string | undefined; phone?: string | undefined },
    viewer: SignedIn,
  ): Promise<object> {
    const people = await this.system.people.search(search);
    const cases = await this.system.readModels.caseload.ofPersons(
      people.map(({ personId }) => personId),
      true,
    );
    return {
      rows: people.map((person) => ({
        ...this.shown(person),
        openCases: (cases.get(person.personId) ?? []).map((row) =>
          viewer.positions.some((position) => this.system.desks.sees(position, row.office, row.area))
            ? { caseId: row.caseId, type: row.type, scheme: row.scheme, stage: row.stage }
            : { type: row.type, scheme: row.scheme, office: this.system.organisation.officeName(row.office) },
        ),
      })),
    };
  }

  private shown({ idNumber, phone, ...person }: Person): object {
    return { ...person, idNumberMasked: masked(idNumber), phoneMasked: masked(phone) };
  }

  private actor({ user, positions }: SignedIn): Actor {
    const position = positions.find(({ role }) => rolesThatMeetPeople.includes(role));
    if (position === undefined) throw new Problem(403, 'role-not-allowed');
    return { user, ...position };
  }

  private key(key: string | undefined): string {
    if (key === undefined) return randomUUID();
    if (!z.uuid().safeParse(key).success) throw new Problem(400, 'idempotency-key-not-a-uuid');
    return key.toLowerCase();
  }

  private answer(outcome: Awaited<ReturnType<typeof this.system.people.register>>): object {
    if (!('refused' in outcome)) return outcome;
    const status =
      outcome.refused === 'person-already-registered' ? 409 : outcome.refused === 'no-such-person' ? 404 : 422;
    throw new Problem(status, outcome.refused, { detail: outcome.detail });
  }
}
