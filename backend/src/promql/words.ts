/**
 * Functions that read nothing but their arguments, of Prometheus 2.40 to 3.x, experimental ones included: Prometheus itself refuses
 * what it does not know or has switched off. Not `info()`, which joins other series by itself, without a tenant. A function that is
 * new in the grammar stays refused until it is added here.
 */
export const functions: ReadonlySet<string> = new Set(
  `abs absent absent_over_time acos acosh asin asinh atan atanh avg_over_time ceil changes clamp clamp_max clamp_min cos cosh
   count_over_time day_of_month day_of_week day_of_year days_in_month deg delta deriv double_exponential_smoothing exp first_over_time
   floor histogram_avg histogram_count histogram_fraction histogram_quantile histogram_stddev histogram_stdvar histogram_sum hour idelta
   increase irate label_join label_replace last_over_time ln log10 log2 mad_over_time max_over_time min_over_time minute month pi
   predict_linear present_over_time quantile_over_time rad rate resets round scalar sgn sin sinh sort sort_by_label sort_by_label_desc
   sort_desc sqrt stddev_over_time stdvar_over_time sum_over_time tan tanh time timestamp ts_of_first_over_time ts_of_last_over_time
   ts_of_max_over_time ts_of_min_over_time vector year`.split(/\s+/),
);

/** Aggregations; as all keywords they may be written in any case. */
export const aggregations: ReadonlySet<string> = new Set(
  'avg bottomk count count_values group limit_ratio limitk max min quantile stddev stdvar sum topk'.split(' '),
);

/** How keywords and operators are written, by the name of their token in the grammar. */
export const fixedTokens: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Add: '+',
    And: 'and',
    At: '@',
    AtEnd: 'end',
    AtStart: 'start',
    Atan2: 'atan2',
    Bool: 'bool',
    By: 'by',
    Div: '/',
    Eql: '==',
    GroupLeft: 'group_left',
    GroupRight: 'group_right',
    Gte: '>=',
    Gtr: '>',
    Ignoring: 'ignoring',
    Lss: '<',
    Lte: '<=',
    Mod: '%',
    Mul: '*',
    Neq: '!=',
    Offset: 'offset',
    On: 'on',
    Or: 'or',
    Pow: '^',
    Sub: '-',
    Unless: 'unless',
    Without: 'without',
  }),
);

/** Nodes of the grammar that hold others. Whatever is on none of these lists is refused. */
export const composites: ReadonlySet<string> = new Set(
  `PromQL AggregateExpr AggregateModifier AtModifierPreprocessors BinaryExpr BoolModifier DurationExpr FunctionCall FunctionCallBody
   MatchingModifierClause MatrixSelector OffsetDurationExpr OffsetExpr ParenExpr StepInvariantExpr SubqueryExpr UnaryExpr`.split(
    /\s+/,
  ),
);
