/** The prompt library, as prompts of the protocol: what Luka knows is filled in, the rest is asked of the client. */
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Prompt } from '#shared/nouns/prompt.ts';
import { inProtocol } from './protocol-error.ts';
import type { Luka } from './tool.ts';

export function registerPrompts(server: McpServer, prompts: readonly Prompt[], luka: Luka): void {
  for (const prompt of prompts) {
    const given = prompt.variables.filter(({ from }) => from === 'given');
    const argsSchema = z.object(
      Object.fromEntries(
        given.map((variable) => {
          const text = z.string().max(50_000).describe(variable.description);
          return [variable.name, variable.default === undefined ? text : text.optional()] as const;
        }),
      ),
    );
    server.registerPrompt(
      prompt.name,
      { title: prompt.title, description: prompt.description, argsSchema },
      inProtocol(async (values) => {
        const said = Object.fromEntries(
          Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        );
        const { text } = await luka.fillPrompt({ params: { prompt: prompt.name }, body: { values: said } });
        return { messages: [{ role: 'user', content: { type: 'text', text } }] };
      }),
    );
  }
}
