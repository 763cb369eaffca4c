/** A command's talk with a running Luka: what it needs to ask and to answer, and nothing of where that comes from. */
import { connect, type LukaClient } from './connect.ts';
import type { CliContext } from './context.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly client: LukaClient;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** ms since 1970. */
  readonly now: number;
  /** The home, absolute. */
  readonly home: string;
}

/** @throws LukaError as `connect` does */
export async function openSession(context: CliContext): Promise<Session> {
  const { client, layout } = await connect(context.home(), context.env);
  return { client, terminal: context.terminal, json: context.json(), now: Date.now(), home: layout.root };
}
