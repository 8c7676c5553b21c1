/** A form of PromQL and what goes to Prometheus for it; `T` stands for the tenant's matcher, `P` for the one that leaves out the platform's series. */
export interface AcceptedForm {
  readonly query: string;
  readonly sent: string;
  /** Prometheus 2 has no such function, or it must be switched on; absent when every supported version speaks it. */
  readonly newer?: true;
}

function accepted(rows: readonly (readonly [query: string, sent: string])[], newer?: true): AcceptedForm[] {
  return rows.map(([query, sent]) => ({ query, sent, ...(newer && { newer }) }));
}

const x = '{__name__="x",T}';
const y = '{__name__="y",T}';

/** Selectors, in every way they can be written. */
const selectors = accepted([
  ['x', x],
  ['  x\t\r\n', x],
  ['x{}', x],
  ['x { }', x],
  ['x{a="b"}', '{__name__="x",a="b",T}'],
  ['x{a="b",}', '{__name__="x",a="b",T}'],
  ["x{a='b'}", '{__name__="x",a="b",T}'],
  ['x{a=`b\\d`}', '{__name__="x",a="b\\\\d",T}'],
  ['x{a!="b",c=~"d.*",e!~"f|g"}', '{__name__="x",a!="b",c=~"d.*",e!~"f|g",T}'],
  ['x{a=""}', '{__name__="x",a="",T}'],
  ['{__name__="x"}', x],
  ['{__name__=~"x|y.*"}', '{__name__=~"x|y.*",P,T}'],
  ['{__name__=~".*"}', '{__name__=~".*",P,T}'],
  ['{__name__!=""}', '{__name__!="",P,T}'],
  ['{__name__=~"a",__name__!~"b"}', '{__name__=~"a",__name__!~"b",P,T}'],
  ['{"x"}', x],
  ['{"x",a="b"}', '{__name__="x",a="b",T}'],
  ['{a="b","x"}', '{__name__="x",a="b",T}'],
  ['x{"a"="b"}', '{__name__="x",a="b",T}'],
  ['{"x","y"}', '{__name__="x",__name__="y",T}'],
  ['{"x",__name__=~"x|y"}', '{__name__="x",__name__=~"x|y",T}'],
  ["{'x', 'a'='b'}", '{__name__="x",a="b",T}'],
  ['{"x.y"}', '{__name__="x.y",T}'],
  ['a:b:rate5m', '{__name__="a:b:rate5m",T}'],
  ['_x', '{__name__="_x",T}'],
  ['sum', '{__name__="sum",T}'],
  ['sum{by="x"}', '{__name__="sum",by="x",T}'],
  ['by', '{__name__="by",T}'],
  ['without', '{__name__="without",T}'],
  ['start', '{__name__="start",T}'],
  ['end + step', '{__name__="end",T} + {__name__="step",T}'],
  ['rate', '{__name__="rate",T}'],
  ['info', '{__name__="info",T}'],
  ['fill', '{__name__="fill",T}'],
  ['and and and', '{__name__="and",T} and {__name__="and",T}'],
  ['or or unless unless atan2', '{__name__="or",T} or {__name__="unless",T} unless {__name__="atan2",T}'],
  ['x{on="1",and="2",sum="3",inf="4"}', '{__name__="x",on="1",and="2",sum="3",inf="4",T}'],
]);

/** What a caller says about the tenant narrows what the server says, and never more. */
const tenantMatchers = accepted([
  ['x{tenant!=""}', '{__name__="x",tenant!="",T}'],
  ['x{tenant=~".*"}', '{__name__="x",tenant=~".*",T}'],
  ['x{tenant=~"a|b"}', '{__name__="x",tenant=~"a|b",T}'],
  ['x{tenant!~"a"}', '{__name__="x",tenant!~"a",T}'],
  [
    'x{tenant!="22222222-2222-4222-8222-222222222222"}',
    '{__name__="x",tenant!="22222222-2222-4222-8222-222222222222",T}',
  ],
  [
    'x{tenant="11111111-1111-4111-8111-111111111111"}',
    '{__name__="x",tenant="11111111-1111-4111-8111-111111111111",T}',
  ],
  ['x{Tenant="a"}', '{__name__="x",Tenant="a",T}'],
]);

const stringsAndNumbers = accepted([
  ['x{a="\\n\\t\\\\\\""}', '{__name__="x",a="\\u000a\\u0009\\\\\\"",T}'],
  ["x{a='\\''}", '{__name__="x",a="\'",T}'],
  ['x{a="\\x41\\101\\u0041\\U00000041"}', '{__name__="x",a="AAAA",T}'],
  ['x{a="\\xc3\\xa9"}', '{__name__="x",a="\\u00e9",T}'],
  ['x{a="é"}', '{__name__="x",a="\\u00e9",T}'],
  ['x{a="e\u0301"}', '{__name__="x",a="e\\u0301",T}'],
  ['x{a="日本"}', '{__name__="x",a="\\u65e5\\u672c",T}'],
  ['x{a="😀"}', '{__name__="x",a="\\U0001f600",T}'],
  ['x{a="\u2028\u00a0\ufeff"}', '{__name__="x",a="\\u2028\\u00a0\\ufeff",T}'],
  ['x{a="#"} # }', '{__name__="x",a="#",T}'],
  ['x{a="}) or ({b=\\""}', '{__name__="x",a="}) or ({b=\\"",T}'],
  ['x{a=`multi\nline`}', '{__name__="x",a="multi\\u000aline",T}'],
  ['x{a="\\ufffd"}', '{__name__="x",a="\\ufffd",T}'],
  ['"text"', '"text"'],
  ['1', '1'],
  ['-1', '-1'],
  ['+1.5e-3', '+1.5e-3'],
  ['.5 + 0x1f', '.5 + 0x1f'],
  ['inf - NaN + Inf', 'inf - NaN + Inf'],
]);

const comments = accepted([
  ['x # comment', x],
  ['# comment\nx', x],
  ['# one\n# two\r\nx # three', x],
  ['x{ # in braces\n a="b" }', '{__name__="x",a="b",T}'],
  ['sum( # }\n x)', `sum ( ${x} )`],
  ['x # "', x],
]);

const operators = accepted([
  ['x + y - x * y / x % y ^ x', `${x} + ${y} - ${x} * ${y} / ${x} % ${y} ^ ${x}`],
  ['x == y', `${x} == ${y}`],
  ['x != bool 1', `${x} != bool 1`],
  ['x > 1 < 2 >= 3 <= 4', `${x} > 1 < 2 >= 3 <= 4`],
  ['x atan2 y', `${x} atan2 ${y}`],
  ['x and y or x unless y', `${x} and ${y} or ${x} unless ${y}`],
  ['x AND y Or x', `${x} and ${y} or ${x}`],
  ['-x', `- ${x}`],
  ['- - x', `- - ${x}`],
  ['+(x)', `+ ( ${x} )`],
  ['((x))', `( ( ${x} ) )`],
  ['x * on(a) y', `${x} * on (a) ${y}`],
  ['x * ignoring(a, b,) y', `${x} * ignoring (a,b) ${y}`],
  ['x * on() y', `${x} * on () ${y}`],
  ['x * on(a) group_left y', `${x} * on (a) group_left ${y}`],
  ['x * on(a) group_left(b) y', `${x} * on (a) group_left (b) ${y}`],
  ['x * on(a) group_right(b, c) y', `${x} * on (a) group_right (b,c) ${y}`],
  ['x * on(tenant) y', `${x} * on (tenant) ${y}`],
  ['x > bool on(by) group_left() y', `${x} > bool on (by) group_left () ${y}`],
  ['x * on(a) group_left (b) (y)', `${x} * on (a) group_left (b) ( ${y} )`],
]);

const aggregations = accepted([
  ['sum(x)', `sum ( ${x} )`],
  ['SUM(x)', `sum ( ${x} )`],
  ['sum by (a) (x)', `sum by (a) ( ${x} )`],
  ['sum(x) by (a, b)', `sum ( ${x} ) by (a,b)`],
  ['sum without (a,) (x)', `sum without (a) ( ${x} )`],
  ['sum by () (x)', `sum by () ( ${x} )`],
  ['sum by (tenant) (x)', `sum by (tenant) ( ${x} )`],
  ['sum by (sum, by, on) (x)', `sum by (sum,by,on) ( ${x} )`],
  ['sum by ("a") (x)', `sum by (a) ( ${x} )`],
  ['avg(min(max(count(group(x)))))', `avg ( min ( max ( count ( group ( ${x} ) ) ) ) )`],
  ['stddev(x) + stdvar(x)', `stddev ( ${x} ) + stdvar ( ${x} )`],
  ['topk(3, x)', `topk ( 3 , ${x} )`],
  ['bottomk by (a) (1, x)', `bottomk by (a) ( 1 , ${x} )`],
  ['quantile(0.9, x)', `quantile ( 0.9 , ${x} )`],
  ['count_values("tenant", x)', `count_values ( "tenant" , ${x} )`],
  ['topk(scalar(y), x)', `topk ( scalar ( ${y} ) , ${x} )`],
]);

const functions = accepted([
  ['rate(x[5m])', `rate ( ${x} [ 5m ] )`],
  ['increase(x[1h30m])', `increase ( ${x} [ 1h30m ] )`],
  ['irate(x{a="b"}[1m0s500ms])', `irate ( {__name__="x",a="b",T} [ 1m0s500ms ] )`],
  ['absent(x)', `absent ( ${x} )`],
  ['absent_over_time(x[5m])', `absent_over_time ( ${x} [ 5m ] )`],
  [
    'histogram_quantile(0.95, sum by (le) (rate(x[5m])))',
    `histogram_quantile ( 0.95 , sum by (le) ( rate ( ${x} [ 5m ] ) ) )`,
  ],
  ['label_replace(x, "a", "$1", "b", "(.*)")', `label_replace ( ${x} , "a" , "$1" , "b" , "(.*)" )`],
  ['label_replace(x, "tenant", "other", "", "")', `label_replace ( ${x} , "tenant" , "other" , "" , "" )`],
  ['label_join(x, "a", "-", "b", "c")', `label_join ( ${x} , "a" , "-" , "b" , "c" )`],
  ['clamp(x, 0, 1)', `clamp ( ${x} , 0 , 1 )`],
  ['time() - timestamp(x)', `time ( ) - timestamp ( ${x} )`],
  ['vector(1) or vector(scalar(x))', `vector ( 1 ) or vector ( scalar ( ${x} ) )`],
  ['predict_linear(x[1h], 3600)', `predict_linear ( ${x} [ 1h ] , 3600 )`],
  ['sort_desc(x)', `sort_desc ( ${x} )`],
  ['hour() + day_of_week(x)', `hour ( ) + day_of_week ( ${x} )`],
  ['quantile_over_time(0.5, x[5m])', `quantile_over_time ( 0.5 , ${x} [ 5m ] )`],
  ['round(x, 0.1) + pi()', `round ( ${x} , 0.1 ) + pi ( )`],
  ['resets(x[5m]) + changes(x[5m])', `resets ( ${x} [ 5m ] ) + changes ( ${x} [ 5m ] )`],
]);

const ranges = accepted([
  ['x[5m]', `${x} [ 5m ]`],
  ['x [ 5m ]', `${x} [ 5m ]`],
  ['x[10y]', `${x} [ 10y ]`],
  ['max_over_time(x[2y:1d])', `max_over_time ( ${x} [ 2y : 1d ] )`],
  ['x offset 5m', `${x} offset 5m`],
  ['x offset -5m', `${x} offset - 5m`],
  ['x OFFSET 1d', `${x} offset 1d`],
  ['x @ 1700000000', `${x} @ 1700000000`],
  ['x @ -1.5', `${x} @ -1.5`],
  ['x @ start() + x @ end()', `${x} @ start ( ) + ${x} @ end ( )`],
  ['rate(x[5m] @ 1700000000 offset 1h)', `rate ( ${x} [ 5m ] @ 1700000000 offset 1h )`],
  ['x offset 5m @ 1', `${x} offset 5m @ 1`],
  ['{a="b"} offset 5m', `{a="b",P,T} offset 5m`],
  ['max_over_time(rate(x[5m])[1h:1m])', `max_over_time ( rate ( ${x} [ 5m ] ) [ 1h : 1m ] )`],
  ['avg_over_time(x[30m:])', `avg_over_time ( ${x} [ 30m : ] )`],
  ['sum_over_time((x + y)[1h:5m] offset 1d)', `sum_over_time ( ( ${x} + ${y} ) [ 1h : 5m ] offset 1d )`],
  ['min_over_time(sum(x)[10m:1m] @ end())', `min_over_time ( sum ( ${x} ) [ 10m : 1m ] @ end ( ) )`],
  [
    'max_over_time(sum(rate(x[1m]))[5m:30s])[10m:1m]',
    `max_over_time ( sum ( rate ( ${x} [ 1m ] ) ) [ 5m : 30s ] ) [ 10m : 1m ]`,
  ],
]);

const newer = accepted(
  [
    ['x{"a.b"="c"}', '{__name__="x","a.b"="c",T}'],
    ['sum by ("a b") (x)', `sum by ("a b") ( ${x} )`],
    ['1_000 + x[300]', `1_000 + ${x} [ 300 ]`],
    ['x + 5m', `${x} + 5m`],
    ['x offset 300', `${x} offset 300`],
    ['double_exponential_smoothing(x[5m], 0.5, 0.5)', `double_exponential_smoothing ( ${x} [ 5m ] , 0.5 , 0.5 )`],
    ['limitk(1, x)', `limitk ( 1 , ${x} )`],
    ['limit_ratio(0.5, x)', `limit_ratio ( 0.5 , ${x} )`],
    ['sort_by_label(x, "a")', `sort_by_label ( ${x} , "a" )`],
    ['mad_over_time(x[5m])', `mad_over_time ( ${x} [ 5m ] )`],
    ['ts_of_max_over_time(x[5m])', `ts_of_max_over_time ( ${x} [ 5m ] )`],
  ],
  true,
);

export const acceptedForms: readonly AcceptedForm[] = [
  ...[...selectors, ...tenantMatchers, ...stringsAndNumbers, ...comments, ...operators],
  ...[...aggregations, ...functions, ...ranges, ...newer],
];
