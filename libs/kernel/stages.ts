import type { Label } from './label.js';
import type { Role } from './roles.js';

/** One stage of a case: when which command is allowed and who may issue it. Whether it succeeds is for `decide`. */
export interface StageRow<Command extends string> {
  readonly label: Label;
  readonly commands: Readonly<Partial<Record<Command, readonly Role[]>>>;
  /** Ids of the clocks that can run in this stage, or `none`, said outright. */
  readonly clocks: readonly string[] | 'none';
  /** A closed case keeps only what is listed in `commands`. */
  readonly closed?: true;
}

export type StageTable<Stage extends string, Command extends string> = Readonly<Record<Stage, StageRow<Command>>>;

export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: 'command-not-allowed-in-stage' | 'role-not-allowed' };

/** The stage table's answer for one command, stage and role. */
export const mayIssue = <Stage extends string, Command extends string>(
  table: StageTable<Stage, Command>,
  stage: Stage,
  command: Command,
  role: Role,
): Permission => {
  const allowedRoles = table[stage].commands[command];
  if (allowedRoles === undefined) return { allowed: false, reason: 'command-not-allowed-in-stage' };
  return allowedRoles.includes(role) ? { allowed: true } : { allowed: false, reason: 'role-not-allowed' };
};

/** The commands that this role may issue in this stage, in the table's order. */
export const commandsAllowed = <Stage extends string, Command extends string>(
  table: StageTable<Stage, Command>,
  stage: Stage,
  role: Role,
): readonly string[] =>
  Object.entries<readonly Role[] | undefined>(table[stage].commands)
    .filter(([, allowedRoles]) => allowedRoles?.includes(role))
    .map(([command]) => command);
