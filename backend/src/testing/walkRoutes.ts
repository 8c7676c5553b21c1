import type { Express } from 'express';

/** One endpoint as Express has it: `GET /api/v1/apikeys/:id`. */
export type RouteLine = string;

/**
 * Every route of an application, with the patterns of the routers that it is mounted under, sorted. Reads the stack of the `router`
 * package, which Express 5 is built on: https://github.com/pillarjs/router.
 */
export function walkRoutes(app: Express): RouteLine[] {
  const lines: RouteLine[] = [];
  walk(Reflect.get(app, 'router'), '', lines);
  return [...new Set(lines)].sort();
}

function walk(router: unknown, prefix: string, lines: RouteLine[]): void {
  for (const layer of list(get(router, 'stack'))) {
    const route = get(layer, 'route');
    if (route !== undefined) {
      const path = `${prefix}${String(get(route, 'path'))}`.replace(/(.)\/$/, '$1');
      const methods = Object.keys(Object(get(route, 'methods')));
      for (const method of methods) lines.push(`${method === '_all' ? 'ALL' : method.toUpperCase()} ${path}`);
    } else if (get(get(layer, 'handle'), 'stack') !== undefined) {
      const mount = String(get(layer, 'rawPath') ?? '/');
      walk(get(layer, 'handle'), mount === '/' ? prefix : prefix + mount, lines);
    }
  }
}

function get(value: unknown, key: string): unknown {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
    ? Reflect.get(value, key)
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
