import cors from 'cors';
import type { RequestHandler } from 'express';

/** CORS of the management API: our own dashboard needs none, `CORS_ORIGINS` get it, nobody else does. No cookies are involved. */
export function managementCors(origins: readonly string[]): RequestHandler {
  return cors({
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Request-Id'],
    exposedHeaders: ['Retry-After', 'X-Request-Id'],
    maxAge: 86_400,
  });
}
