import { createDashboard } from './dashboard.ts';
import { ingestionSections, quantilesOf, rateOf } from './operationsIngestion.ts';
import { lines, number, table } from './panels.ts';

/** The platform itself, for whoever runs it. Everybody else finds it empty: none of it has a tenant. */
export const operations = createDashboard({
  uid: 'uvp-operations',
  title: 'Operations',
  description: 'The platform itself, for its operators. Without that role it is empty.',
  tag: 'uvp-operations',
  variables: [],
  sections: [
    {
      panels: [
        number({
          title: 'Backends',
          description: 'Backend processes that Prometheus reaches. One that it does not reach may still work.',
          unit: 'short',
          width: 3,
          steps: [
            [null, 'red'],
            [1, 'green'],
          ],
          queries: [{ expr: 'sum(up{job="backend"})', legend: 'backends' }],
        }),
        number({
          title: 'Pushgateways',
          description: 'Pushgateways that Prometheus reaches.',
          unit: 'short',
          width: 3,
          steps: [
            [null, 'red'],
            [1, 'green'],
          ],
          queries: [{ expr: 'sum(up{job="pushgateway"})', legend: 'gateways' }],
        }),
        number({
          title: 'Totals lag',
          description: 'Age of the oldest change that is not in a Pushgateway yet. The numbers are safe in Postgres.',
          unit: 's',
          width: 3,
          steps: [
            [null, 'green'],
            [30, 'yellow'],
            [60, 'red'],
          ],
          queries: [{ expr: 'max(uvp_totals_lag_seconds)', legend: 'lag' }],
        }),
        number({
          title: 'Samples in this range',
          description: 'Committed to Postgres, of all tenants.',
          unit: 'short',
          decimals: 0,
          width: 4,
          queries: [{ expr: 'sum(increase(uvp_samples_accepted_total[$__range]))', legend: 'samples' }],
        }),
        number({
          title: 'Failures in this range',
          description: 'Failures of ours, of every kind.',
          unit: 'short',
          decimals: 0,
          width: 4,
          steps: [
            [null, 'green'],
            [1, 'yellow'],
          ],
          queries: [{ expr: 'sum(increase(uvp_errors_total[$__range])) or vector(0)', legend: 'failures' }],
        }),
        number({
          title: 'Scrape fills',
          description:
            'Samples of the largest Pushgateway scrape, as a part of the limit in prometheus.yml. Past the limit the whole scrape fails: add a gateway before.',
          unit: 'percentunit',
          decimals: 1,
          width: 4,
          steps: [
            [null, 'green'],
            [0.6, 'yellow'],
            [0.8, 'red'],
          ],
          queries: [{ expr: 'max(scrape_samples_scraped{job="pushgateway"}) / 500000', legend: 'filled' }],
        }),
        number({
          title: 'Alerts',
          description: 'Alerts of prometheus/rules/alerts.yml that are firing now.',
          unit: 'short',
          width: 3,
          steps: [
            [null, 'green'],
            [1, 'red'],
          ],
          queries: [{ expr: 'count(ALERTS{alertstate="firing"}) or vector(0)', legend: 'alerts' }],
        }),
      ],
    },
    ...ingestionSections,
    {
      title: 'Pushgateway',
      panels: [
        lines({
          title: 'Pushes',
          description: 'PUTs and DELETEs a second, by outcome.',
          unit: 'ops',
          width: 6,
          queries: [{ expr: rateOf('uvp_push_duration_seconds_count', 'outcome'), legend: '{{outcome}}' }],
        }),
        lines({
          title: 'Push time',
          description: 'Of successful and failed pushes alike. It grows with what a gateway holds.',
          unit: 's',
          width: 6,
          queries: quantilesOf('uvp_push_duration_seconds'),
        }),
        lines({
          title: 'Tenants waiting for a push',
          description: 'More than a few, for longer than a few seconds, is a gateway that cannot keep up.',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'max(uvp_tenants_due)', legend: 'tenants' }],
        }),
        lines({
          title: 'Lag',
          description: 'Age of the oldest change that is not in a Pushgateway yet.',
          unit: 's',
          width: 6,
          queries: [{ expr: 'max(uvp_totals_lag_seconds)', legend: 'lag' }],
        }),
      ],
    },
    {
      title: 'Prometheus',
      panels: [
        lines({
          title: 'Scrape time',
          description: 'How long Prometheus reads each target. A scrape that takes over ten seconds is lost.',
          unit: 's',
          width: 8,
          queries: [{ expr: 'max by (job, instance) (scrape_duration_seconds)', legend: '{{job}} {{instance}}' }],
        }),
        lines({
          title: 'Reached',
          description: 'Targets of each job that answer, as a part of all.',
          unit: 'percentunit',
          width: 8,
          queries: [{ expr: 'avg by (job) (up)', legend: '{{job}}' }],
        }),
        table(
          {
            title: 'Largest tenants',
            description: 'Series that each holds now. A click shows that tenant’s metrics.',
            unit: 'short',
            width: 8,
            queries: [{ expr: 'sort_desc(topk(20, sum by (tenant) (tenant:active_series:count)))' }],
          },
          [
            {
              field: 'tenant',
              title: 'Tenant',
              // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills these in.
              link: { title: 'Their overview', url: '/d/uvp-overview?var-tenant=${__value.raw}&${__url_time_range}' },
            },
            { field: 'Value', title: 'Series' },
          ],
        ),
      ],
    },
    {
      title: 'Processes',
      panels: [
        lines({
          title: 'Memory',
          description: 'Resident memory of each process.',
          unit: 'bytes',
          width: 8,
          queries: [{ expr: 'process_resident_memory_bytes', legend: '{{job}} {{instance}}' }],
        }),
        lines({
          title: 'CPU',
          description: 'Cores in use by each process.',
          unit: 'short',
          width: 8,
          queries: [{ expr: 'rate(process_cpu_seconds_total[$__rate_interval])', legend: '{{job}} {{instance}}' }],
        }),
        lines({
          title: 'Event loop lag',
          description: 'The 99th percentile of the delay before a backend gets to its next task.',
          unit: 's',
          width: 8,
          queries: [{ expr: 'nodejs_eventloop_lag_p99_seconds', legend: '{{instance}}' }],
        }),
      ],
    },
  ],
});
