import type { User } from '../../models/index.ts';
import type { FailedSignIns } from './auth.service.ts';

/** A user as he sees himself. */
export interface PresentedUser {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  isActive: boolean;
  isOperator: boolean;
  lastLoginAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Wrong passwords of the account since its last sign-in. */
export interface PresentedFailedSignIns {
  count: number;
  lastAt: string | null;
}

export function presentFailedSignIns({ count, lastAt }: FailedSignIns): PresentedFailedSignIns {
  return { count, lastAt: lastAt?.toISOString() ?? null };
}

export function presentUser(user: User): PresentedUser {
  return {
    id: user.id,
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    isActive: user.isActive,
    isOperator: user.isOperator,
    lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}
