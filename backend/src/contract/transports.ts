/**
 * How a page sends: `headers` is the platform's ordinary form and costs a preflight across origins, `simple` puts the credentials into a
 * text/plain body and costs none. The last request of a page is always simple.
 */
export const transports = ['headers', 'simple'] as const;
export type Transport = (typeof transports)[number];
