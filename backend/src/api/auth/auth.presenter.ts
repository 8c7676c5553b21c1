import type { PresentedFailedSignIns, PresentedUser } from '../../contract/auth.ts';
import type { User } from '../../models/index.ts';
import type { FailedSignIns } from './auth.service.ts';

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
