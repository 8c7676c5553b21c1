import { expect, it } from 'vitest';
import type { Api } from './client.ts';
import { limitCalls } from './limitCalls.ts';

it('makes so many calls at once, the others in their order, and goes on after a failure', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const api: Api = {
    call: ({ path }) =>
      new Promise((resolve, reject) => {
        begun.push(path);
        ends.push(() => (path === 'b' ? reject(new Error('no')) : resolve(undefined as never)));
      }),
  };
  const limited = limitCalls(api, 2);
  const made = ['a', 'b', 'c', 'd'].map((path) => limited.call({ path }).catch(() => 'failed'));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(begun).toEqual(['a', 'b']);
  ends[1]?.();
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
  ends[0]?.();
  ends[2]?.();
  await settle();
  ends[3]?.();
  expect(await Promise.all(made)).toEqual([undefined, 'failed', undefined, undefined]);
});
