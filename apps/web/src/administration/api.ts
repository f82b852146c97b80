import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { send, withQuery } from '../api/client';
import type { components, operations } from '../api/generated/api';
import type { Label } from '../api/types';

type Schemas = components['schemas'];
type BodyOf<Name extends keyof operations> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

export type AdministeredOffice = Schemas['AdministeredOffices']['rows'][number];
export type AdministeredUser = Schemas['AdministeredUsers']['rows'][number];
export type OrganisationEntry = Schemas['OrganisationHistory']['rows'][number];
export type Rules = Schemas['Rules'];
export type RuleSetEntry = Rules['ruleSets'][number];
export type StandardEntry = Rules['standards'][number];
export type DelegationEntry = Rules['delegations'][number];
export type Published = Rules['ruleSets'][number]['published'];
export type RulesPublished = Schemas['RulesPublished'];
export type NewOffice = BodyOf<'AdministrationController_openOffice'>;
export type NewUser = BodyOf<'AdministrationController_enrol'>;
export type PositionGiven = BodyOf<'AdministrationController_appoint'>;
export type Home = BodyOf<'AdministrationController_move'>;

/** What is published: the part of the address, and the document under its name. */
export type Publication =
  | { readonly kind: 'calendars'; readonly document: { readonly calendarYear: unknown } }
  | { readonly kind: 'rule-sets'; readonly document: { readonly ruleSet: unknown } }
  | { readonly kind: 'standards'; readonly document: { readonly standard: unknown } }
  | { readonly kind: 'delegations'; readonly document: { readonly delegation: unknown } };

const at = '/api/administration';

const post = <Answer>(path: string, body: unknown, key: string): Promise<Answer> =>
  send<Answer>(path, { method: 'POST', body, headers: { 'idempotency-key': key } });

const ofOffice = (officeId: string): string => `${at}/offices/${encodeURIComponent(officeId)}`;
const ofUser = (userId: string): string => `${at}/users/${encodeURIComponent(userId)}`;

/** The calls of an administrator; each change carries the key of the form that sends it. */
export const administrationApi = {
  openOffice: (office: NewOffice, key: string) => post(`${at}/offices`, office, key),
  renameOffice: (officeId: string, name: Label, key: string) => post(`${ofOffice(officeId)}/name`, { name }, key),
  closeOffice: (officeId: string, key: string) => post(`${ofOffice(officeId)}/closure`, {}, key),
  enrol: (user: NewUser, key: string) => post(`${at}/users`, user, key),
  move: (userId: string, home: Home, key: string) => post(`${ofUser(userId)}/home`, home, key),
  appoint: (userId: string, position: PositionGiven, key: string) => post(`${ofUser(userId)}/positions`, position, key),
  endPosition: (userId: string, position: PositionGiven, key: string) =>
    post(`${ofUser(userId)}/positions/end`, position, key),
  setPassword: (userId: string, password: string, key: string) => post(`${ofUser(userId)}/password`, { password }, key),
  unlock: (userId: string, key: string) =>
    post<Schemas['UserUnlocked']>(`/api/users/${encodeURIComponent(userId)}/unlock`, {}, key),
  publish: ({ kind, document }: Publication, key: string) => post<RulesPublished>(`/api/rules/${kind}`, document, key),
};

export const useAdministeredOffices = () =>
  useQuery({
    queryKey: ['administration', 'offices'],
    queryFn: () => send<Schemas['AdministeredOffices']>(`${at}/offices`),
  });

export const useAdministeredUsers = (query: {
  readonly office?: string | undefined;
  readonly text?: string | undefined;
}) =>
  useInfiniteQuery({
    queryKey: ['administration', 'users', query],
    queryFn: ({ pageParam }) =>
      send<Schemas['AdministeredUsers']>(withQuery(`${at}/users`, { ...query, cursor: pageParam, limit: 50 })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (previous) => previous,
  });

export const useOrganisationHistory = (query: {
  readonly office?: string | undefined;
  readonly user?: string | undefined;
}) =>
  useInfiniteQuery({
    queryKey: ['administration', 'history', query],
    queryFn: ({ pageParam }) =>
      send<Schemas['OrganisationHistory']>(
        withQuery(`${at}/history`, { ...query, cursor: pageParam === 0 ? undefined : pageParam, limit: 50 }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });

export const useRules = () =>
  useQuery({ queryKey: ['administration', 'rules'], queryFn: () => send<Rules>('/api/rules') });

/** What a publication moved; asked again until every open case was gone through. */
export const useMovedCounts = (rulesVersion: number | undefined) =>
  useQuery({
    queryKey: ['administration', 'moved', rulesVersion],
    queryFn: () => send<Schemas['MovedCounts']>(withQuery('/api/rules/moved/summary', { rulesVersion })),
    enabled: rulesVersion !== undefined,
    refetchInterval: ({ state }) => (state.data?.complete === true ? false : 2_000),
  });

/** Publishes a delegation, or the same one again with another end. */
export const publishDelegation = (delegation: DelegationEntry['delegation'], key: string) =>
  administrationApi.publish({ kind: 'delegations', document: { delegation } }, key);
