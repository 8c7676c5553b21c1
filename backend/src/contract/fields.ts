import { z } from 'zod';

/** A text for people: without control characters, trimmed, not empty. */
export const personText = (max: number, description: string) => z.string().min(1).max(max).meta({ description });

export const uuid = z.string().meta({ format: 'uuid' });

/** RFC 3339. */
export const time = z.string().meta({ format: 'date-time' });
export const timeOrNull = time.nullable();

/** How many records there are in all, whatever page was asked for. */
export const total = z.int();

export const count = z.int().min(0);
