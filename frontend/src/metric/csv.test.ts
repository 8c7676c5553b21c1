import { expect, it } from 'vitest';
import { csvName, toCsv } from './csv.ts';

it('quotes what has to be quoted', () => {
  expect(toCsv([['a,b', 'say "x"', 'two\nlines', 'plain', '', null]])).toBe(
    '"a,b","say ""x""","two\nlines",plain,,\r\n',
  );
});

it('lets no text be a formula, and leaves numbers as they are', () => {
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("x","y")'];
  expect(toCsv([hostile])).toBe(`'=1+1,'+1,'-1,'@SUM(A1),'\t=1,"'\r=1","'=HYPERLINK(""x"",""y"")"\r\n`);
  expect(toCsv([[-1.5, 0, Number.NaN, 1e21]])).toBe('-1.5,0,,1e+21\r\n');
});

it('names files after what they hold', () => {
  expect(csvName('visits', 'by', 'path', '2026-11-01..2026-11-14')).toBe('visits_by_path_2026-11-01_to_2026-11-14.csv');
  expect(csvName('../a/b', '7d')).not.toMatch(/[/.].*\.csv/);
});
