/** What a backup says of itself: the first file in it, which names every other with its hash. */
import { z } from 'zod';

export const MANIFEST = 'manifest.json';
export const FORMAT = 1;

export const BackedUpFile = z.strictObject({
  /** Relative to the home, with `/`. */
  path: z.string().min(1),
  bytes: z.int().min(0),
  /** Of a link: where it leads, relative to the folder it lies in. */
  link: z.string().optional(),
  /** Absent for a link. */
  sha256: z.string().length(64).optional(),
});
export type BackedUpFile = z.infer<typeof BackedUpFile>;

/** What should be in it and is not. */
export const LeftOut = z.strictObject({
  /** Relative to the home, with `/`. */
  path: z.string().min(1),
  /** In words. */
  why: z.string(),
});
export type LeftOut = z.infer<typeof LeftOut>;

export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  /** `export`: what a person wrote, and nothing that happened. */
  kind: z.enum(['backup', 'export']),
  /** Of the Luka that made it. */
  version: z.string(),
  at: z.iso.datetime(),
  /** Of the machine. */
  host: z.string(),
  /** The home it was made of, absolute. */
  home: z.string(),
  /** Of the ledger's tables; absent in an export. */
  schema: z.int().min(0).optional(),
  counts: z.strictObject({ tasks: z.int().min(0), runs: z.int().min(0), events: z.int().min(0) }),
  secrets: z.boolean(),
  logs: z.boolean(),
  files: z.array(BackedUpFile),
  /** Absent where everything is in it. */
  leftOut: z.array(LeftOut).optional(),
});
export type Manifest = z.infer<typeof Manifest>;
