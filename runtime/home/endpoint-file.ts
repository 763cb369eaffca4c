/**
 * `endpoint.json` says who runs with this home and where. It is a hint for people and for clients that then ask the
 * control socket; after a crash it is stale, so nothing trusts it alone.
 */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from './atomic-file.ts';
import type { HomeLayout } from './layout.ts';

export const EndpointInfo = z.object({
  pid: z.int().positive(),
  startedAt: z.string(),
  version: z.string(),
  host: z.enum(['headless', 'desktop']),
  apiUrl: z.string(),
  uiUrl: z.string(),
  /** Folder of the control socket. */
  controlRoot: z.string(),
});
export type EndpointInfo = z.infer<typeof EndpointInfo>;

/** @throws LukaError disk_full */
export async function publishEndpoint(layout: HomeLayout, info: EndpointInfo): Promise<void> {
  await replaceFile(layout.endpoint, `${JSON.stringify(info, null, 2)}\n`);
}

/** What was published last; undefined where nothing was, or nothing that can be read. */
export async function readEndpoint(layout: HomeLayout): Promise<EndpointInfo | undefined> {
  try {
    return parseEndpoint(await readFile(layout.endpoint, 'utf8'));
  } catch {
    return undefined;
  }
}

export function parseEndpoint(text: string): EndpointInfo | undefined {
  const parsed = EndpointInfo.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** Takes down what this process published, and leaves another's alone. */
export async function removeEndpoint(layout: HomeLayout, pid: number = process.pid): Promise<void> {
  const info = await readEndpoint(layout);
  if (info?.pid === pid) await rm(layout.endpoint, { force: true });
}
