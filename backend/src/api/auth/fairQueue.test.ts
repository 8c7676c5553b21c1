import { describe, expect, it } from 'vitest';
import { createFairQueue, type FairQueue } from './fairQueue.ts';

const queue = (maxSize = 8, maxPerKey = 4) => createFairQueue<string>({ maxSize, maxPerKey });
const from = (address: string, account: string) => ({ address, account });

function takeAll(from: FairQueue<string>): string[] {
  const taken: string[] = [];
  for (let work = from.take(); work !== undefined; work = from.take()) taken.push(work);
  return taken;
}

describe('createFairQueue', () => {
  it('lets addresses take turns', () => {
    const fair = queue();
    for (const work of ['a1', 'a2', 'a3']) fair.add(work, from('a', work));
    fair.add('b1', from('b', 'b'));
    fair.add('c1', from('c', 'c'));
    expect(takeAll(fair)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('lets accounts take turns, whatever number of addresses asks for one', () => {
    const fair = queue();
    for (const work of ['a1', 'a2', 'a3']) fair.add(work, from(work, 'attacked'));
    fair.add('b1', from('b', 'other'));
    expect(takeAll(fair)).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('puts a newcomer behind the turn under way, not behind all that was there before', () => {
    const fair = queue();
    for (const work of ['a1', 'a2', 'a3', 'a4']) fair.add(work, from('a', work));
    expect([fair.take(), fair.take()]).toEqual(['a1', 'a2']);
    fair.add('b1', from('b', 'b'));
    expect(takeAll(fair)).toEqual(['a3', 'b1', 'a4']);
  });

  it('refuses what an address or an account has too much of', () => {
    const fair = queue(8, 2);
    expect(fair.add('a1', from('a', '1'))).toBeUndefined();
    expect(fair.add('a2', from('a', '2'))).toBeUndefined();
    expect(fair.add('a3', from('a', '3'))).toBe('a3');
    expect(fair.add('b1', from('b', '1'))).toBeUndefined();
    expect(fair.add('c1', from('c', '1'))).toBe('c1');
    expect(takeAll(fair)).toEqual(['a1', 'a2', 'b1']);
  });

  it('when it is full gives up what would be served last, and keeps the newcomer', () => {
    const fair = queue(3, 3);
    for (const work of ['a1', 'a2', 'a3']) fair.add(work, from('a', work));
    expect(fair.add('b1', from('b', 'b'))).toBe('a3');
    expect(fair.add('c1', from('c', 'c'))).toBe('a2');
    expect(fair.add('d1', from('d', 'd'))).toBe('d1');
    expect(fair.size).toBe(3);
    expect(fair.clear()).toEqual(['a1', 'b1', 'c1']);
    expect(fair.take()).toBeUndefined();
  });
});
