/** What a tool is: a name for agents, schemas of what goes in and comes out, and a call made of Luka's own API. */
import type { z } from 'zod';
import type { Client, StreamClient } from '#shared/http/client.ts';
import type { Scope } from '#shared/nouns/role.ts';

/** Luka as the owner of the token sees it: every guard and scope of the API stands between a tool and what it does. */
export type Luka = Client & StreamClient;

export interface ToolContext {
  readonly luka: Luka;
  /** Aborted when the client takes its call back, or goes. */
  readonly signal: AbortSignal;
  /** Tells a client that asked for it how far the call is. Never throws: who does not listen misses nothing else. */
  readonly progress: (done: number, message: string, total?: number) => Promise<void>;
}

/** What a client may assume before it calls (Model Context Protocol, ToolAnnotations). */
export interface ToolHints {
  /** Changes nothing. */
  readonly readOnlyHint: boolean;
  /** May end or replace something that is there. Only said of what changes something. */
  readonly destructiveHint: boolean;
  /** The same call again changes nothing more. */
  readonly idempotentHint: boolean;
  /** Reaches beyond this machine: no tool of Luka does by itself. */
  readonly openWorldHint: boolean;
}

export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What the token must be allowed; the API behind it asks for the same. */
  readonly scope: Scope;
  readonly hints: ToolHints;
  readonly input: I;
  readonly output: O;
  call(input: z.output<I>, context: ToolContext): Promise<z.input<O>>;
}

/** Any tool, once its own types have done their work. */
export type AnyTool = Omit<Tool, 'call'> & {
  call(input: never, context: ToolContext): Promise<Record<string, unknown>>;
};

/** Keeps the types of its schemas while checking its shape. */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>): Tool<I, O> {
  return tool;
}

/** Looks, and changes nothing that is kept: no row of the ledger but when the client was there last. */
export const READS: ToolHints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};
/** Adds something, or has it noted that it was asked: what is there stays. */
export const ADDS: ToolHints = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
};
/** Runs, ends or replaces something. */
export const DESTROYS: ToolHints = { ...ADDS, destructiveHint: true };
