import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  type Office,
  type OrganisationChange,
  type OrganisationEvent,
  type User,
  officeKinds,
  organisationEvents,
  rolesIn,
  shortestPassword,
} from '#identity';
import type { Actor } from '#kernel';
import { System } from '#system';
import { commandIdOf } from './case-sender.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed } from './viewer.js';

const { OfficeOpened, OfficeRenamed, UserEnrolled, RoleGranted } = organisationEvents;

export const officeBody = OfficeOpened.omit({ type: true })
  .strict()
  .refine(({ kind, parent }) => kind === 'bureau' || parent !== undefined, 'office-needs-parent');
export const officeNameBody = OfficeRenamed.pick({ name: true }).strict();
export const positionBody = RoleGranted.pick({ role: true, office: true }).strict();
/** The role is held at the office that the person belongs to. */
export const userBody = UserEnrolled.omit({ type: true }).extend({ role: RoleGranted.shape.role }).strict();
export const homeBody = UserEnrolled.pick({ name: true, office: true }).strict();
export const passwordBody = z.strictObject({ password: z.string().max(200) });

const limit = z.coerce.number().int().min(1).max(200).default(50);
const usersQuery = z.strictObject({
  office: z.string().max(100).optional(),
  text: z.string().trim().max(100).optional(),
  /** The last user of the page before. */
  cursor: z.string().max(100).optional(),
  limit,
});
const historyQuery = z.strictObject({
  office: z.string().max(100).optional(),
  user: z.string().max(100).optional(),
  /** Only what was changed before this version. */
  cursor: z.coerce.number().int().min(1).optional(),
  limit,
});

/** Offices, people and their roles. Every change is an event of the organisation's stream; nothing is ever deleted. */
@Controller('api/administration')
export class AdministrationController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** Every office, closed ones too, and the roles that exist in each kind of office. */
  @Get('offices')
  @Allowed('administration.show')
  offices(): object {
    const { offices, positions } = this.system.organisation.current();
    const staff = new Map<string, number>();
    for (const held of positions.values())
      for (const office of new Set(held.map((position) => position.office)))
        staff.set(office, (staff.get(office) ?? 0) + 1);
    return {
      rows: [...offices.values()].map(({ closed, ...office }) => ({
        ...office,
        closed: closed === true,
        staff: staff.get(office.officeId) ?? 0,
      })),
      roles: Object.fromEntries(officeKinds.map((kind) => [kind, rolesIn(kind)])),
    };
  }

  @Post('offices')
  @Allowed('administration.change')
  openOffice(@Body() body: unknown, @Acting() actor: Actor, @Headers('idempotency-key') key?: string) {
    const office = parse(officeBody, body);
    return this.change([{ type: 'OfficeOpened', ...office }], actor, key);
  }

  @Post('offices/:officeId/name')
  @HttpCode(200)
  @Allowed('administration.change')
  renameOffice(
    @Param('officeId') officeId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ) {
    const { name } = parse(officeNameBody, body);
    this.office(officeId);
    return this.change([{ type: 'OfficeRenamed', officeId, name }], actor, key);
  }

  /** An office with open cases stays: somebody must answer for them. */
  @Post('offices/:officeId/closure')
  @HttpCode(200)
  @Allowed('administration.change')
  async closeOffice(
    @Param('officeId') officeId: string,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ) {
    this.office(officeId);
    await this.lists.reachAll();
    const types = this.system.desks.all().map(({ room }) => room.type);
    const scope = [{ offices: [officeId], areas: [officeId], types }];
    const cases = await this.system.readModels.caseload.count(scope, { open: true });
    if (cases > 0) throw new Problem(422, 'office-has-open-cases', { detail: { cases } });
    return this.change([{ type: 'OfficeClosed', officeId }], actor, key);
  }

  /** People by user id, with their positions; those who hold none any more, too. */
  @Get('users')
  @Allowed('administration.show')
  users(@Query() query: unknown): object {
    const asked = parse(usersQuery, query);
    const text = asked.text?.toLowerCase() ?? '';
    const { organisation } = this.system;
    const found = [...organisation.current().users.values()]
      .filter(({ userId, name }) => `${userId} ${name}`.toLowerCase().includes(text))
      .filter(({ userId, office }) => asked.office === undefined || this.belongs(userId, office, asked.office))
      .toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
    const { cursor } = asked;
    const page = found.filter(({ userId }) => cursor === undefined || userId > cursor).slice(0, asked.limit);
    const last = page.at(-1)?.userId;
    return {
      rows: page.map((user) => this.shown(user)),
      next: last === found.at(-1)?.userId ? undefined : last,
      total: found.length,
    };
  }

  /** Enrols somebody and gives them their first role. */
  @Post('users')
  @Allowed('administration.change')
  async enrol(@Body() body: unknown, @Acting() actor: Actor, @Headers('idempotency-key') key?: string) {
    const { role, ...user } = parse(userBody, body);
    const { organisation, store } = this.system;
    const commandId = commandIdOf(key);
    const isKnown = organisation.user(user.userId) !== undefined;
    if (isKnown && (await store.findCommand(commandId)) === undefined) throw new Problem(422, 'user-exists');
    return this.change(
      [
        { type: 'UserEnrolled', ...user },
        { type: 'RoleGranted', userId: user.userId, role, office: user.office },
      ],
      actor,
      commandId,
    );
  }

  /** Corrects the name or moves somebody to another office; roles stay as they are. */
  @Post('users/:userId/home')
  @HttpCode(200)
  @Allowed('administration.change')
  move(
    @Param('userId') userId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ) {
    const home = parse(homeBody, body);
    this.user(userId);
    return this.change([{ type: 'UserEnrolled', userId, ...home }], actor, key);
  }

  @Post('users/:userId/positions')
  @Allowed('administration.change')
  appoint(
    @Param('userId') userId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ) {
    const position = parse(positionBody, body);
    this.user(userId);
    return this.change([{ type: 'RoleGranted', userId, ...position }], actor, key);
  }

  @Post('users/:userId/positions/end')
  @HttpCode(200)
  @Allowed('administration.change')
  endPosition(
    @Param('userId') userId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ) {
    const position = parse(positionBody, body);
    this.user(userId);
    return this.change([{ type: 'RoleRevoked', userId, ...position }], actor, key);
  }

  /** Sets a local password and ends the user's sessions. That it was set, and by whom, is in the trail. */
  @Post('users/:userId/password')
  @HttpCode(200)
  @Allowed('administration.change')
  async setPassword(@Param('userId') userId: string, @Body() body: unknown, @Acting() actor: Actor): Promise<object> {
    const { password } = parse(passwordBody, body);
    this.user(userId);
    if ([...password].length < shortestPassword)
      throw new Problem(422, 'password-too-short', { detail: { characters: shortestPassword } });
    await this.system.trail.record({ type: 'PasswordSet', ofUser: userId }, actor);
    await this.system.signIn.setPassword(userId, password);
    return { userId };
  }

  /** Who changed what in the organisation, the newest first. */
  @Get('history')
  @Allowed('administration.show')
  history(@Query() query: unknown): object {
    const asked = parse(historyQuery, query);
    const found = this.system.organisation
      .changes()
      .filter(({ version }) => asked.cursor === undefined || version < asked.cursor)
      .filter(({ event }) => asked.user === undefined || ('userId' in event && event.userId === asked.user))
      .filter(({ event }) => asked.office === undefined || concerns(event, asked.office))
      .toReversed();
    const rows = found.slice(0, asked.limit);
    return {
      rows: rows.map((change) => this.shownChange(change)),
      next: found.length > rows.length ? rows.at(-1)?.version : undefined,
    };
  }

  private async change(events: readonly OrganisationEvent[], actor: Actor, key: string | undefined): Promise<object> {
    const refusal = await this.system.organisation.change(events, actor, commandIdOf(key));
    if (refusal !== undefined) throw new Problem(422, refusal.refused, { detail: refusal.detail });
    return { version: this.system.organisation.changes().at(-1)?.version ?? 0 };
  }

  private office(officeId: string): Office {
    const office = this.system.organisation.office(officeId);
    if (office === undefined) throw new Problem(404, 'no-such-office');
    return office;
  }

  private user(userId: string): User {
    const user = this.system.organisation.user(userId);
    if (user === undefined) throw new Problem(404, 'no-such-user');
    return user;
  }

  private belongs(userId: string, home: string, office: string): boolean {
    return home === office || this.system.organisation.positionsOf(userId).some((held) => held.office === office);
  }

  private shown({ userId, name, office }: User): object {
    const { organisation } = this.system;
    return {
      userId,
      name,
      office: organisation.officeName(office),
      positions: organisation
        .positionsOf(userId)
        .map((position) => ({ role: position.role, office: organisation.officeName(position.office) })),
    };
  }

  private shownChange({ version, event, actor, at }: OrganisationChange): object {
    const { organisation } = this.system;
    return {
      version,
      type: event.type,
      at,
      by: organisation.userName(actor.user),
      role: actor.role,
      user: 'userId' in event ? organisation.userName(event.userId) : undefined,
      office: organisation.officeName('officeId' in event ? event.officeId : event.office),
      position: 'role' in event ? event.role : undefined,
      name: 'name' in event ? event.name : undefined,
    };
  }
}

const concerns = (event: OrganisationEvent, office: string): boolean =>
  ('officeId' in event ? event.officeId : event.office) === office;
