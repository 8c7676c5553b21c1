/**
 * How a page sends: `headers` is the platform's ordinary form and costs a preflight across origins, `simple` puts the credentials into a
 * text/plain body and costs none. The last request of a page is always simple.
 */
export const transports = ['headers', 'simple'] as const;
export type Transport = (typeof transports)[number];

/** The script of one metric sends as servers do; that of a website saves the preflight. */
export const defaultTransports = { metric: 'headers', site: 'simple' } as const satisfies Record<string, Transport>;
