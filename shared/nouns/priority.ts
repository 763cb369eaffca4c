import { z } from 'zod';

/** Most urgent first: the queue's order. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export const Priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof Priority>;

/** 0 for urgent to 3 for low: what the queue sorts by. */
export function priorityRank(priority: Priority): number {
  return PRIORITIES.indexOf(priority);
}

/** The priority of a rank, as the ledger keeps it. */
export function priorityOfRank(rank: number): Priority {
  return PRIORITIES[rank] ?? 'normal';
}
