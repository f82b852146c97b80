import type { ExchangeSettings } from './settings.js';

/** Topics of one installation. The number is the version of what stands on it: another form is another topic. */
export const topicNames = {
  /** Out: what was recorded of cases, as far as it may leave the house. */
  cases: 'cases.v1',
  /** Out: signed heads of the log. */
  heads: 'tree-heads.v1',
  /** Out: what came in and could not be taken, with the reason. */
  deadLetters: 'dead-letters.v1',
  /** In: hotline tickets, school reports, handovers by the police. */
  leads: 'leads.v1',
  meansTests: 'means-test-results.v1',
  dnaAnswers: 'dna-answers.v1',
  /** 身后一件事. */
  deaths: 'death-reports.v1',
  dataMatches: 'data-matches.v1',
  /** In: signed and encrypted messages of other regions. */
  regions: 'regions.v1',
} as const;

export type TopicName = keyof typeof topicNames;

/** The topics that other departments and regions write. */
export const incomingTopics = ['leads', 'meansTests', 'dnaAnswers', 'deaths', 'dataMatches', 'regions'] as const;
export type IncomingTopic = (typeof incomingTopics)[number];

/** The full name of a topic of this installation, or of a partner's. */
export const topicOf = (
  { prefix = '', installation }: Pick<ExchangeSettings, 'prefix' | 'installation'>,
  topic: TopicName,
): string => `${prefix}${installation}.${topicNames[topic]}`;
