import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { GetCase, type SignedIn } from '#case-desk';
import { listedPersons } from '#case-types';
import { type Person } from '#people';
import { addMonths, dayOf, inForce, proposeMatches } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const querySchema = z.strictObject({ caseId: z.uuid() });

type ListState = Parameters<typeof listedPersons>[0];

@Controller('api/wander-risk-lists')
export class WanderMatchesController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Persons of the half-yearly lists of all offices who may be the unidentified person of a case, the likeliest first,
   * with the reasons of each score. A proposal: somebody has to find out.
   */
  @Get('matches')
  @Allowed('wander-matches.list')
  async matches(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const { caseId } = parse(querySchema, query);
    const file = await this.queries.execute(new GetCase(caseId, viewer, {}));
    if (file === undefined) throw new Problem(404, 'no-such-case');
    const person = (await this.system.people.people(file.summary.persons)).find(
      ({ identified }) => identified === false,
    );
    if (person === undefined) throw new Problem(422, 'person-already-identified');
    const today = dayOf(this.system.clock.now());
    const parameters = inForce(this.system.rules.book(), 'national', today)?.outreach;
    if (parameters === undefined) throw new Problem(422, 'no-rule-set-in-force');
    const states = await this.system.readModels.caseload.states('wander-risk-list', halfYears(today));
    const listed = (await this.lists.open(states)).flatMap((state) => listedPersons(state as ListState));
    const names = new Map(listed.map(({ personId, name }) => [personId, name]));
    const proposals = proposeMatches(described(person), listed, parameters, person.foundOn ?? today);
    return { rows: proposals.map((proposal) => ({ ...proposal, name: names.get(proposal.personId) })) };
  }
}

/** This half-year's lists and those of the one before, which stand until the new ones are there. */
const halfYears = (today: string): readonly string[] =>
  [today, addMonths(today, -6)].map((day) => `${day.slice(0, 4)}-H${day.slice(5, 7) < '07' ? 1 : 2}`);

const described = ({
  sex,
  alias,
  description,
  approximateAge,
  foundAt,
}: Person): Parameters<typeof proposeMatches>[0] => ({
  ...(sex === undefined ? {} : { sex }),
  ...(alias === undefined ? {} : { alias }),
  ...(description === undefined ? {} : { description }),
  ...(approximateAge === undefined ? {} : { age: { from: approximateAge, to: approximateAge } }),
  ...(foundAt === undefined ? {} : { foundAt }),
});
