import { Controller, Get, Param } from '@nestjs/common';
import { System } from '#system';
import { Problem } from './problem.js';
import { Allowed } from './viewer.js';

@Controller('api/offices')
export class OfficesController {
  constructor(private readonly system: System) {}

  @Get()
  @Allowed('offices.list')
  list(): object {
    return { rows: this.system.organisation.offices() };
  }

  @Get(':office/users')
  @Allowed('offices.users')
  users(@Param('office') office: string): object {
    if (this.system.organisation.office(office) === undefined) throw new Problem(404, 'no-such-office');
    return {
      rows: this.system.organisation.usersOf(office).map(({ userId, name, office: home, positions }) => ({
        userId,
        name,
        office: home,
        roles: positions.map(({ role }) => role),
      })),
    };
  }
}
