/** Puts tools into a server of the Model Context Protocol: results as data and as text, errors with their codes. */
import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { formatError, LukaError } from '#shared/errors/luka-error.ts';
import type { AnyTool, Luka, ToolContext } from './tool.ts';

export function registerTools(
  server: McpServer,
  tools: readonly AnyTool[],
  luka: Luka,
  onError: (error: unknown) => void,
): void {
  for (const tool of tools)
    server.registerTool(
      tool.name,
      {
        title: tool.title,
        description: `${tool.description} (scope ${tool.scope})`,
        inputSchema: tool.input,
        outputSchema: tool.output,
        annotations: { title: tool.title, ...tool.hints },
      },
      async (input: unknown, context: ServerContext): Promise<CallToolResult> => {
        try {
          // What the API tells besides is none of the tool's promise: clients refuse what the schema does not name.
          const result = tool.output.parse(await tool.call(input as never, toolContext(luka, context)));
          return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result };
        } catch (error) {
          // What broke off because the call was taken back is no fault.
          if (!(error instanceof LukaError) && !context.mcpReq.signal.aborted) onError(error);
          return refusal(error);
        }
      },
    );
}

/** A tool that could not do it says so to the agent, which can do something about it: no fault of the protocol. */
function refusal(error: unknown): CallToolResult {
  const told = error instanceof LukaError ? error : new LukaError('internal', { cause: error });
  return { isError: true, content: [{ type: 'text', text: formatError(told) }] };
}

function toolContext(luka: Luka, { mcpReq }: ServerContext): ToolContext {
  const token = mcpReq._meta?.progressToken;
  let before = -1;
  return {
    luka,
    signal: mcpReq.signal,
    async progress(done, message, total) {
      if (token === undefined || mcpReq.signal.aborted) return;
      // Each must be more than the one before, also where nothing more is done yet.
      before = done > before ? done : before + 0.001;
      await mcpReq
        .notify({
          method: 'notifications/progress',
          params: {
            progressToken: token,
            progress: before,
            message,
            ...(total === undefined ? {} : { total }),
          },
        })
        // The client went: the call ends by its signal.
        .catch(() => undefined);
    },
  };
}
