import { demoPassword } from '#identity';
import { type TestApp, startApp } from '../app.js';

let app: TestApp;
let token: string;

const signIn = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ user: 'zhou.min', password: demoPassword }),
  });

beforeAll(async () => {
  app = await startApp();
  ({ token } = (await (await signIn()).json()) as { token: string });
});
afterAll(() => app.stop());

const search = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${app.url}/api/people/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ text: '张' }),
  });
const byCookie = (headers: Record<string, string>): Promise<Response> =>
  search({ cookie: `session=${token}`, ...headers });
const answer = async (response: Response): Promise<unknown> => [
  response.status,
  Reflect.get(Object(await response.json()), 'reason'),
];

describe('a call that changes something, sent with the session cookie', () => {
  it.each([
    ['its page says same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['it comes from an origin that is this host', undefined],
  ])('is taken when %s', async (_, headers) => {
    expect((await byCookie(headers ?? { origin: app.url })).status).toBe(200);
  });

  it.each([
    ['says nothing of where it comes from', {}],
    ['comes from another site', { 'sec-fetch-site': 'cross-site' }],
    ['comes from another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['comes from another origin', { origin: 'https://elsewhere.example' }],
    ['comes from another port of this host', { origin: 'http://127.0.0.1:1' }],
    ['comes from an origin that is kept secret', { origin: 'null' }],
  ])('is refused when it %s', async (_, headers) => {
    expect(await answer(await byCookie(headers))).toEqual([403, 'cross-site-request']);
  });
});

it('takes what the browser says of the site before what it says of the origin', async () => {
  const response = await byCookie({ 'sec-fetch-site': 'cross-site', origin: app.url });
  expect(await answer(response)).toEqual([403, 'cross-site-request']);
});

it('asks no such proof of a bearer token', async () => {
  const response = await search({ authorization: `Bearer ${token}`, origin: 'https://elsewhere.example' });
  expect(response.status).toBe(200);
});

it('asks no such proof of a reading call', async () => {
  const response = await fetch(`${app.url}/api/session`, {
    headers: { cookie: `session=${token}`, origin: 'https://elsewhere.example' },
  });
  expect(response.status).toBe(200);
});

it('signs nobody in from another site', async () => {
  expect(await answer(await signIn({ origin: 'https://elsewhere.example' }))).toEqual([403, 'cross-site-request']);
  expect((await signIn({ origin: app.url })).status).toBe(200);
});
