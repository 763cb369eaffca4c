/** What the arguments of each channel must look like. They come from a page and are no better than their sender. */
import { z } from 'zod';
import type { IpcChannel, IpcChannels } from './channels.ts';

const none = z.tuple([]);

export const IPC_ARGUMENTS: { readonly [C in IpcChannel]: z.ZodType<Parameters<IpcChannels[C]>> } = {
  'luka:host': none,
  'luka:reveal': z.tuple([z.string().min(1).max(4_096)]),
  'luka:find': z.tuple([z.string().min(1).max(500), z.boolean()]),
  'luka:find-end': none,
  'luka:login': none,
  'luka:set-login': z.tuple([z.boolean()]),
  'luka:login-asked': none,
  'luka:updates': none,
  'luka:check-updates': none,
  'luka:opened-files': none,
};
