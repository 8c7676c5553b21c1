import { randomBytes } from 'node:crypto';

const serverPrefix = 'server:';
const processPart = randomBytes(9).toString('base64url');
let made = 0;

/**
 * A batch id for a request that came without one: a group whose commit was not heard of is run again, and must not count twice.
 * Ids of one process ascend, which keeps the ledger's index compact.
 */
export function serverBatchId(): string {
  made += 1;
  return `${serverPrefix}${processPart}-${made.toString(36).padStart(9, '0')}`;
}

/** True for ids that no sender was told, so none can come again. A sender that makes up such an id is still counted once, by the ledger. */
export function isServerBatchId(batchId: string): boolean {
  return batchId.startsWith(serverPrefix);
}
