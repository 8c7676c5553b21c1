import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that begins when its turn comes and ends when the test says so. */
function rig(places: number) {
  const takeTurn = createTurns(places);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const add = (key: string, name: string) =>
    takeTurn(key, () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (error) => (error ? reject(error) : resolve(name)));
      });
    });
  const settle = () => new Promise(setImmediate);
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error);
    await settle();
  };
  return { add, begun, end, settle };
}

describe('createTurns', () => {
  it("does one key's work one after another, in order", async () => {
    const { add, begun, end, settle } = rig(5);
    const all = ['a1', 'a2', 'a3'].map((name) => add('a', name));
    await settle();
    expect(begun).toEqual(['a1']);
    await end('a1');
    expect(begun).toEqual(['a1', 'a2']);
    await end('a2');
    await end('a3');
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3']);
  });

  it('lets others go first when one key has a queue', async () => {
    const { add, begun, end, settle } = rig(2);
    void add('a', 'a1');
    void add('a', 'a2');
    void add('b', 'b1');
    void add('c', 'c1');
    await settle();
    expect(begun).toEqual(['a1', 'b1']);
    await end('a1');
    expect(begun).toEqual(['a1', 'b1', 'c1']);
    await end('b1');
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2']);
  });

  it('goes on after a failure', async () => {
    const { add, begun, end, settle } = rig(1);
    const failing = add('a', 'a1');
    const next = add('a', 'a2');
    await settle();
    const refused = expect(failing).rejects.toThrow('no');
    await end('a1', new Error('no'));
    await refused;
    expect(begun).toEqual(['a1', 'a2']);
    await end('a2');
    expect(await next).toBe('a2');
  });
});
