import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { caseTypes } from '#case-types';
import { type Exchange, asyncApi } from '#exchange';
import type { System } from '#system';

/** The exchange is not set up here. */
const exchangeOf = ({ exchange }: System): Exchange => {
  if (exchange === undefined) throw new Error('KAFKA_BROKERS is not set: this installation is not connected');
  return exchange;
};

const mostShown = 200;

/** The description of the topics as it stands in `docs/asyncapi.json`. */
export const descriptionOfTopics = (): string => `${JSON.stringify(asyncApi(caseTypes), null, 2)}\n`;

/** Commands about what goes out to other departments and regions and comes in from them. */
export const addExchangeCommands = (
  program: Command,
  withSystem: (work: (system: System) => Promise<void>) => Promise<void>,
): void => {
  const exchange = program.command('exchange').description('what goes out to others over Kafka and comes in from them');
  const show = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

  exchange
    .command('standing')
    .description('how far the log has been told, and what came in')
    .action(() => withSystem(async (system) => show(await exchangeOf(system).standing())));

  exchange
    .command('dead-letters')
    .description('messages that could not be taken in, the newest first, with the reason')
    .action(() => withSystem(async (system) => show(await exchangeOf(system).inbox.deadLetters(mostShown))));

  for (const kind of ['replay', 'discard'] as const)
    exchange
      .command(`${kind} <messageId>`)
      .description(
        kind === 'replay' ? 'have a dead letter tried again' : 'give a dead letter up and destroy what it says',
      )
      .requiredOption('--operator <name>', 'who decides this')
      .requiredOption('--reason <text>', 'why')
      .action((messageId: string, { operator, reason }: { operator: string; reason: string }) =>
        withSystem(async (system) => {
          if (!(await exchangeOf(system).inbox[kind](messageId, operator, reason)))
            throw new Error(`There is no dead letter ${messageId} that this could be done with`);
          const type = kind === 'replay' ? 'MessageReplayed' : 'MessageDiscarded';
          const actor = { user: operator, role: 'administrator', office: 'bureau' };
          await system.trail.record({ type, messageId }, actor);
        }),
      );

  exchange
    .command('thread <thread>')
    .description('our side of a matter shared with another region, to be held against theirs')
    .action((thread: string) =>
      withSystem(async (system) => show((await exchangeOf(system).regions?.threads.entries(thread)) ?? [])),
    );

  exchange
    .command('describe')
    .description('write the AsyncAPI description of every topic')
    .option('--to <file>', 'where', 'docs/asyncapi.json')
    .action(({ to }: { to: string }) => writeFile(to, descriptionOfTopics()));
};
