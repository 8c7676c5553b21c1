import type { Request } from 'express';
import { NotFoundError } from '../errors.ts';
import { noteSubject } from './securityLog.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The `:id` of the path. Anything that is not a UUID names no record, so it is a 404 like any other that is not there. */
export function recordId(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !uuid.test(id)) throw new NotFoundError('There is no such record.');
  const recordId = id.toLowerCase();
  noteSubject(req, { recordId });
  return recordId;
}
