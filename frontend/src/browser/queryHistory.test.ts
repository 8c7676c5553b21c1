// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { queryHistory } from './queryHistory.ts';

beforeEach(() => localStorage.clear());

it('keeps the last twenty queries, the newest first and each once', () => {
  const kept = queryHistory('ada');
  for (let count = 0; count < 25; count += 1) kept.add(`q${count}`);
  kept.add('q10');
  expect(kept.list()).toHaveLength(20);
  expect(kept.list().slice(0, 3)).toEqual(['q10', 'q24', 'q23']);
});

it('belongs to one account, until it is cleared', () => {
  queryHistory('ada').add('mine');
  expect(queryHistory('bob').list()).toEqual([]);
  queryHistory('bob').clear();
  expect(queryHistory('ada').list()).toEqual(['mine']);
  queryHistory('ada').clear();
  expect(queryHistory('ada').list()).toEqual([]);
});

it.each(['{', '7', '{"a":1}', '[1,null]'])('takes %s in the storage for nothing', (text) => {
  queryHistory('ada').add('x');
  localStorage.setItem(localStorage.key(0) ?? '', text);
  expect(queryHistory('ada').list()).toEqual([]);
});
