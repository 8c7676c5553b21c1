import type { HealthCheck } from './checkResult.ts';

/** Up when a GET of `url` is answered 2xx; `absent` without a URL. Redirects are not followed. */
export function httpCheck(url: string | undefined, whenDown: string): HealthCheck {
  if (url === undefined) return async () => ({ status: 'absent', detail: 'Not configured.' });
  return async (signal) => {
    const startedAtMs = performance.now();
    try {
      const response = await fetch(url, { signal, redirect: 'manual' });
      await response.body?.cancel();
      if (!response.ok) return { status: 'down', detail: whenDown };
      return { status: 'up', latencyMs: Math.round(performance.now() - startedAtMs) };
    } catch {
      return { status: 'down', detail: whenDown };
    }
  };
}

/** Prometheus is ready when `/-/ready` says so: https://prometheus.io/docs/prometheus/latest/management_api/ */
export function prometheusCheck(prometheusUrl: string | undefined): HealthCheck {
  return httpCheck(
    prometheusUrl && `${prometheusUrl}/-/ready`,
    'Prometheus does not answer; samples are stored, graphs wait.',
  );
}
