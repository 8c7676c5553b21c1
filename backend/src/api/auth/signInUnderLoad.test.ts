import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

const connections = 57;

describe('sign-in while one address signs in all the time', () => {
  let t: TestApp;
  beforeAll(async () => {
    const unlimited = '100000';
    t = await createTestApp({
      env: {
        BCRYPT_ROUNDS: '8',
        TRUST_PROXY_HOPS: '1',
        RATE_LIMIT_SIGNIN_PER_ACCOUNT: unlimited,
        RATE_LIMIT_SIGNIN_PER_ADDRESS: unlimited,
        RATE_LIMIT_SIGNIN_ATTEMPTS_PER_ADDRESS: unlimited,
      },
    });
  });
  afterAll(() => t.close());
  const signIn = async ({ email, password }: TestUser, address: string): Promise<number> =>
    (await t.request.post('/api/v1/auth/signin').set('X-Forwarded-For', address).send({ email, password })).status;

  it('lets everybody else in', async () => {
    const accounts = [await t.signUp(), await t.signUp(), await t.signUp()];
    const stranger = await t.signUp();
    let running = true;
    const answers = { in: 0, refused: 0 };
    // Whoever is refused comes back when another one has been let in.
    const refused: (() => void)[] = [];
    const crowd = Array.from({ length: connections }, async (_, i) => {
      const account = accounts[i % accounts.length] ?? stranger;
      while (running) {
        const status = await signIn(account, '203.0.113.7');
        if (status === 200) {
          answers.in += 1;
          refused.shift()?.();
        } else {
          answers.refused += 1;
          await new Promise<void>((resolve) => refused.push(resolve));
        }
      }
    });
    await expect.poll(() => answers.refused).toBeGreaterThan(0);
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) statuses.push(await signIn(stranger, '198.51.100.1'));
    const signedUp = await t.request
      .post('/api/v1/auth/signup')
      .set('X-Forwarded-For', '198.51.100.2')
      .send({ email: 'grace@example.test', password: 'a harbour of quiet boats', firstName: 'G', lastName: 'H' });
    running = false;
    for (const resume of refused.splice(0)) resume();
    await Promise.all(crowd);
    expect(statuses).toEqual(Array(10).fill(200));
    expect(signedUp.status).toBe(201);
    expect(answers.in).toBeGreaterThan(0);
  });
});

describe('the limit of sign-in attempts', () => {
  it('counts per address whatever the answer is', async () => {
    const t = await createTestApp({ env: { RATE_LIMIT_SIGNIN_ATTEMPTS_PER_ADDRESS: '4', TRUST_PROXY_HOPS: '1' } });
    const { email, password } = await t.signUp();
    const signIn = async (sent: string, address = '203.0.113.7') =>
      t.request.post('/api/v1/auth/signin').set('X-Forwarded-For', address).send({ email, password: sent });
    const statuses: number[] = [];
    for (const sent of [password, 'wrong password', password, password, password]) {
      statuses.push((await signIn(sent)).status);
    }
    expect(statuses).toEqual([200, 401, 200, 200, 429]);
    expect((await signIn(password, '198.51.100.1')).status).toBe(200);
    await t.close();
  });
});
