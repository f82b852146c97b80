import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import { CaseDesks } from '#case-desk';
import { type AnyCaseType, clockFactTexts } from '#kernel';
import { Problem } from './problem.js';
import { Allowed } from './viewer.js';

/** JSON Schema of a command without its literal type, for forms and clients. */
export const commandSchema = (schema: z.ZodType): object => {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline', target: 'draft-7' });
  const { type: _literal, ...properties } = json.properties ?? {};
  const { $schema: _dialect, ...rest } = json;
  return { ...rest, properties, required: (json.required ?? []).filter((name) => name !== 'type') };
};

@Controller('api/case-types')
export class CaseTypesController {
  private readonly described = new Map<string, object>();

  constructor(private readonly desks: CaseDesks) {}

  @Get()
  @Allowed('case-types.list')
  list(): object {
    return {
      rows: this.desks.all().map(({ room }) => ({
        type: room.type,
        label: room.label,
        opening: room.opening,
        stages: Object.entries(room.stages).map(([stage, row]) => ({
          stage,
          label: row.label,
          closed: row.closed ?? false,
        })),
      })),
    };
  }

  @Get(':type')
  @Allowed('case-types.show')
  one(@Param('type') type: string): object {
    const desk = this.desks.of(type);
    if (desk === undefined) throw new Problem(404, 'no-such-case-type');
    const known = this.described.get(type) ?? this.describe(desk.room);
    this.described.set(type, known);
    return known;
  }

  private describe(room: AnyCaseType): object {
    const { screen } = room;
    return {
      type: room.type,
      label: room.label,
      opening: room.opening,
      stages: Object.entries(room.stages).map(([stage, row]) => ({
        stage,
        label: row.label,
        closed: row.closed ?? false,
        clocks: row.clocks,
        commands: row.commands,
      })),
      commands: Object.fromEntries(
        Object.entries(room.commands).map(([name, schema]) => [
          name,
          { schema: commandSchema(schema), ...screen.commands[name] },
        ]),
      ),
      events: { ...screen.events, ...clockFactTexts },
      values: screen.values,
      refusals: screen.refusals,
      milestones: screen.milestones,
      path: screen.path,
      letters: screen.letters,
    };
  }
}
