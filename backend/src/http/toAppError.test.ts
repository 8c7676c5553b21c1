import pg from 'pg';
import { ConnectionAcquireTimeoutError, ConnectionRefusedError, DatabaseError, UniqueConstraintError } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { NotFoundError } from '../errors.ts';
import { isDatabaseUnavailable, toAppError } from './toAppError.ts';

const postgres = (code: string) =>
  Object.assign(new pg.DatabaseError('something with a secret', 10, 'error'), { code });
const socket = (code: string) => Object.assign(new Error('connect'), { code });
const throughSequelize = (cause: Error) => new DatabaseError(Object.assign(cause, { sql: 'select 1' }));

describe('toAppError', () => {
  it('leaves our own as they are', () => {
    const error = new NotFoundError('x');
    expect(toAppError(error)).toBe(error);
  });

  it.each([
    socket('ECONNREFUSED'),
    socket('ECONNRESET'),
    socket('ENOTFOUND'),
    postgres('08006'),
    postgres('53100'),
    postgres('53300'),
    postgres('57P01'),
    postgres('57014'),
    postgres('25006'),
    postgres('26000'),
    postgres('42P05'),
    throughSequelize(postgres('57P03')),
    new ConnectionRefusedError(new Error('x')),
    new ConnectionAcquireTimeoutError(new Error('x')),
    new Error('timeout exceeded when trying to connect'),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
  ])('takes %s for a database that is away', (error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(toAppError(error)).toMatchObject({ status: 503, code: 'database_unavailable', cause: error });
    expect(toAppError(error)?.message).not.toContain('secret');
  });

  it.each([
    postgres('23505'),
    postgres('22P02'),
    postgres('42P01'),
    throughSequelize(postgres('22021')),
    new UniqueConstraintError({}),
    new TypeError('x is undefined'),
    new Error('something else'),
    'text',
    undefined,
    null,
    { type: 'nothing.known' },
  ])('takes %s for a defect of ours', (error) => {
    expect(toAppError(error)).toBeUndefined();
  });

  it.each([
    [new URIError('x'), 400, 'bad_path'],
    [{ type: 'entity.too.large' }, 413, 'payload_too_large'],
    [{ type: 'encoding.unsupported' }, 415, 'unsupported_media_type'],
    [{ type: 'charset.unsupported' }, 415, 'unsupported_media_type'],
    [{ type: 'entity.parse.failed' }, 400, 'invalid_json'],
    [{ type: 'request.aborted' }, 400, 'incomplete_body'],
    [{ type: 'request.size.invalid' }, 400, 'incomplete_body'],
  ])('turns %s into %i %s', (error, status, code) => {
    expect(toAppError(error)).toMatchObject({ status, code });
  });
});
