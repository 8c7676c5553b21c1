import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModels } from './models/index.ts';
import { runOperatorCommand } from './operatorCommand.ts';
import { buildUser } from './testing/builders.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

describe('npm run operator', () => {
  const run = (...args: string[]) => runOperatorCommand(args, database.url);

  it('grants and revokes, and says which it was', async () => {
    const models = createModels(database.sequelize);
    const user = await buildUser(models, { email: 'ada@example.test' });
    const other = await buildUser(models);
    const isOperator = async () => [(await user.reload()).isOperator, (await other.reload()).isOperator];

    expect(await run('grant', ' Ada@Example.test')).toMatchObject({
      exitCode: 0,
      text: expect.stringMatching(/^ada@example.test is an operator now\. .*all tenants/),
    });
    expect(await isOperator()).toEqual([true, false]);
    expect((await run('grant', user.email)).text).toMatch(/is an operator already/);
    expect((await run('revoke', user.email)).text).toMatch(/is no operator any more\. .*its own numbers only/);
    expect(await isOperator()).toEqual([false, false]);
    expect((await run('revoke', user.email)).text).toMatch(/is no operator, and was none/);
  });

  it('warns about an account that is switched off', async () => {
    const { email } = await buildUser(createModels(database.sequelize), { isActive: false });
    expect((await run('grant', email)).text).toMatch(/switched off/);
  });

  it('says when there is no such account, and changes nothing', async () => {
    expect(await run('grant', 'nobody@example.test')).toEqual({
      exitCode: 1,
      text: 'There is no account with the address nobody@example.test; it has to sign up first.',
    });
  });

  it.each([[], ['grant'], ['make', 'a@b.test'], ['grant', 'a@b.test', 'c@d.test']])(
    'explains itself: %j',
    async (...args) => {
      const { exitCode, text } = await run(...args);
      expect(exitCode).toBe(2);
      expect(text).toMatch(/^Usage: npm run operator -- grant <email>/);
    },
  );

  it('says how to name the database, and when it does not answer', async () => {
    expect((await runOperatorCommand(['grant', 'a@b.test'], undefined)).text).toMatch(/DATABASE_URL=/);
    const dead = await runOperatorCommand(['grant', 'a@b.test'], 'postgres://uvp:secret@127.0.0.1:9/uvp');
    expect(dead).toMatchObject({ exitCode: 1, text: expect.stringMatching(/does not answer/) });
    expect(dead.text).not.toContain('secret');
  });
});
