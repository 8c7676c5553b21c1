import fc from 'fast-check';
import { metricNames, tenantA, tenantB } from './twoTenants.ts';

/** What can stand between two tokens; some of it is read differently by the grammar and by Prometheus. */
const blank = fc.oneof(
  { weight: 100, arbitrary: fc.constantFrom('', ' ') },
  { weight: 10, arbitrary: fc.constantFrom('\n', '\t', '\r\n', '# c\n', '# }\n', '#"\n', '#\r\n') },
  { weight: 1, arbitrary: fc.constantFrom('#\r', '# a\rb\n', '\u00a0', '\u2028', '\f') },
);

/** Tokens with blanks between them. */
function spaced(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.flatMap((part) => [blank, typeof part === 'string' ? fc.constant(part) : part]);
  return fc.tuple(...arbitraries).map((texts) => texts.join(''));
}

const quoted = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    value.map((text) => JSON.stringify(text)),
    value.map((text) => `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`),
    value.map((text) => `\`${text.replaceAll('`', '')}\``),
    value.map(
      (text) =>
        `"${[...text].map((c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0').slice(-4)}`).join('')}"`,
    ),
    value.map(
      (text) => `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`,
    ),
  );

const labelName = fc.constantFrom('page', 'device', 'job', 'le', 'tenant', '__name__', 'by', 'on', 'a');
const labelValue = fc.oneof(
  fc.constantFrom('/', '/a', '/é', 'uvp', '', '.*', '.+', '/|.*', 'secret', 'x"}) or secret{a="', '#', '`', '😀'),
  fc.constantFrom(tenantA, tenantB, `${tenantA}|${tenantB}`, `.*`),
);
const metric = fc.constantFrom(...metricNames, 'secret', 'up', 'target_info', 'nothing', 'a:b');
const operator = fc.constantFrom('=', '!=', '=~', '!~');

const matcher = fc.oneof(
  { weight: 4, arbitrary: spaced(labelName, operator, quoted(labelValue)) },
  spaced(quoted(labelName), operator, quoted(labelValue)),
  spaced(quoted(metric)),
);
const braces = fc
  .tuple(fc.array(matcher, { maxLength: 3 }), fc.constantFrom('', '', ','), blank)
  .map(([matchers, comma, space]) => `{${matchers.join(',')}${matchers.length > 0 ? comma : ''}${space}}`);
const selector = fc.oneof(metric, spaced(metric, braces), braces);

const duration = fc.constantFrom('1m', '5m', '10m', '1h', '90s', '1m30s', '300');
const grouping = fc
  .array(fc.oneof(labelName, quoted(labelName)), { maxLength: 3 })
  .map((labels) => `(${labels.join(', ')})`);
const binary = fc.constantFrom(
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '==',
  '!=',
  '>',
  '<',
  '> bool',
  'and',
  'or',
  'unless',
  'AND',
  'atan2',
);
const matching = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  spaced(fc.constantFrom('on', 'ignoring'), grouping),
  spaced(
    fc.constantFrom('on', 'ignoring'),
    grouping,
    fc.constantFrom('group_left', 'group_right'),
    fc.oneof(grouping, fc.constant('')),
  ),
);
const aggregation = fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'SUM');
const ofVector = fc.constantFrom('abs', 'absent', 'sort', 'scalar', 'timestamp', 'ceil', 'info', 'vector', 'sgn');
const ofRange = fc.constantFrom(
  'rate',
  'increase',
  'delta',
  'max_over_time',
  'count_over_time',
  'absent_over_time',
  'last_over_time',
);

const { expression } = fc.letrec<{ expression: string; range: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'promql' },
    { weight: 3, arbitrary: selector },
    fc.constantFrom('1', '-1.5', 'inf', '"text"', 'time()'),
    spaced(aggregation, '(', tie('expression'), ')'),
    spaced(aggregation, fc.constantFrom(' by', ' without'), grouping, '(', tie('expression'), ')'),
    // More than there are series: which of two equal values comes first is chance.
    spaced(fc.constantFrom('topk', 'bottomk'), '(', '100', ',', tie('expression'), ')'),
    spaced('quantile', '(', '0.5', ',', tie('expression'), ')'),
    spaced('count_values', '(', quoted(labelName), ',', tie('expression'), ')'),
    spaced(ofVector, '(', tie('expression'), ')'),
    spaced(ofRange, '(', tie('range'), ')'),
    spaced('histogram_quantile', '(', '0.9', ',', tie('expression'), ')'),
    spaced(
      'label_replace',
      '(',
      tie('expression'),
      ',',
      quoted(labelName),
      ',',
      '"$1"',
      ',',
      '"page"',
      ',',
      '"(.*)"',
      ')',
    ),
    spaced(tie('expression'), ' ', binary, ' ', matching, ' ', tie('expression')),
    spaced('(', tie('expression'), ')'),
    spaced('-', tie('expression')),
    spaced(tie('expression'), ' offset ', duration),
    spaced(tie('expression'), '@', fc.constantFrom('start()', 'end()', '1700000000')),
  ),
  range: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'promql' },
    spaced(selector, '[', duration, ']'),
    spaced(selector, '[', duration, ']', ' offset ', duration),
    spaced(tie('expression'), '[', duration, ':', fc.constantFrom('', '30s', '1m'), ']'),
  ),
}));

/** Expressions of every kind that the grammar has, most of them valid. */
export const promqlExpression: fc.Arbitrary<string> = expression;

/** Pieces of regular expressions, many of which match the empty string, as Go writes them. */
const emptiableRegex = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'uvp',
        '.',
        '.*',
        '.+',
        'a*',
        'a+',
        'a?',
        'a{0,2}',
        'a{2}',
        '(a|)',
        '(?:a|b)',
        '|',
        '^',
        '$',
        '\\b',
        '\\B',
      ],
      ...[
        '[a-z]',
        '[^a]*',
        '\\d*',
        '\\Q\\E',
        '(?i)',
        '(?i:a*)',
        '(?P<n>b)?',
        '\\A',
        '\\z',
        ' ',
        '-',
        '/',
        ':',
        'a|b',
        '.+|',
      ],
    ),
    { maxLength: 3 },
  )
  .map((pieces) => pieces.join(''));
const emptiableMatcher = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(labelName, fc.constantFrom('=~', '!~'), quoted(emptiableRegex)) },
  fc.tuple(
    labelName.filter((name) => name !== 'tenant'),
    fc.constantFrom('=', '!='),
    quoted(fc.constantFrom('', 'a', 'uvp')),
  ),
);

/** Selectors of which Prometheus refuses many because their matchers all match the empty string. */
export const emptiableSelector: fc.Arbitrary<string> = fc
  .array(emptiableMatcher, { maxLength: 2 })
  .map((matchers) => `{${matchers.map((parts) => parts.join('')).join(',')}}`);

const fragment = fc.constantFrom(
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ',',
    '"',
    "'",
    '`',
    '#',
    '#\r',
    '\n',
    '\r',
    '\\',
    ' ',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u0000',
  ],
  ...[
    '{}',
    ' or ',
    ' or secret',
    'secret',
    ' and ',
    'by',
    'tenant',
    `tenant="${tenantB}"`,
    `tenant=~".*"`,
    '})',
    '}) or ({',
  ],
  ...[
    '#\r or secret\n',
    '" or secret',
    'info(',
    '[5m]',
    '[5m:1m]',
    ' offset 5m',
    ' @ end()',
    '{"secret"}',
    '__name__',
    '=~',
    'start()',
    '😀',
  ],
);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 4 }),
  put: fc.oneof(fragment, fc.constant('')),
});

/** The same with a few pieces cut out and put in, wherever; half of them are no PromQL any more. */
export const mutatedPromql: fc.Arbitrary<string> = fc
  .tuple(expression, fc.array(edit, { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) =>
    edits.reduce((current, { at, cut, put }) => {
      const position = Math.floor(at * (current.length + 1));
      return current.slice(0, position) + put + current.slice(position + cut);
    }, text),
  );
