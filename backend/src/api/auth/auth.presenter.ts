import type { User } from '../../models/index.ts';

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
