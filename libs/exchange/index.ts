export { asyncApi } from './asyncapi.js';
export { CaseMessages, cloudMessage, cloudTypeOf, factScope } from './case-messages.js';
export { Exchange, type ExchangeOptions, type ExchangeStanding } from './exchange.js';
export { HeadsTopic, headType } from './heads-topic.js';
export { type DeadLetter, Inbox, type InboxCounts } from './intake/inbox.js';
export { Intake, type Settlement, type TakeMessage, deadLetterType } from './intake/intake.js';
export { type Incoming, type IncomingData, type IncomingType, incomingSchemas } from './intake/messages.js';
export { Sender, type TopicMessage, describeTrouble, kafkaFor, makeTopics } from './kafka.js';
export { type FollowerOptions, type FollowerStanding, LogFollower } from './log-follower.js';
export { published, publishedFacts, withheld } from './published.js';
export {
  type RegionMessage,
  type RegionMessageKind,
  type RegionMessageOf,
  isRegionMessageKind,
  regionMessageSchema,
} from './regions/messages.js';
export { type Outgoing, type RegionDesk, Regions } from './regions/regions.js';
export { type ThreadEntry } from './regions/thread.js';
export { type ExchangeSettings, type Partner, type RegionSettings, regionSettingsSchema } from './settings.js';
export { migrateExchange } from './tables.js';
export { type IncomingTopic, type TopicName, incomingTopics, topicNames, topicOf } from './topics.js';
