/** Tools by tokens with one scope each: what a tool did is told, whatever else the token may not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { McpBench } from './mcp-bench.ts';
import { CALLS, checkAnswer, MODULE, type Known, type Told } from './testing.ts';
import { TOOLS } from './tools/index.ts';

let bench: McpBench;
beforeAll(async () => void (bench = await McpBench.start()));
afterAll(() => bench[Symbol.asyncDispose]());

const ORDER = { title: 'Say hi', steps: [{ run: 'echo hi' }] };

describe('a token with nothing but the scope that a tool names', () => {
  it.each(['automation:execute', 'memory:write'] as const)(
    'is enough for every tool of %s',
    async (scope) => {
      const client = await bench.connect({ as: await bench.tokenOf(scope.replace(':', '-'), scope) });
      const known: Known = {};
      const calls = CALLS.filter(({ tool }) => TOOLS.find(({ name }) => name === tool)?.scope === scope);
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls)
        checkAnswer(call, known, await client.callTool({ name: call.tool, arguments: call.input(known) }));
      await client.close();
    },
  );

  it('is told of its order: the run, what the gate says, and the same of a repeated one', async () => {
    const client = await bench.connect({ as: await bench.tokenOf('submits', 'automation:execute') });
    const submit = async (): Promise<Record<string, unknown>> => {
      const result: Told = await client.callTool({
        name: 'submit_work_order',
        arguments: { order: ORDER, idempotencyKey: 'once' },
      });
      return result.structuredContent as Record<string, unknown>;
    };
    const first = await submit();
    const run = await bench.luka.client.getRun({ params: { run: first['run'] as number } });
    expect(run.gate).toMatchObject({ decision: 'allow' });
    expect(first).toMatchObject({
      created: true,
      decision: 'allow',
      needsApproval: false,
      score: run.gate?.score,
      hash: run.gate?.hash,
    });
    expect(await submit()).toMatchObject({ created: false, run: run.id, hash: run.gate?.hash });
    await client.close();
  });

  it('to read is enough for every tool that needs no more, and for none of the others', async () => {
    const client = await bench.connect({ as: await bench.tokenOf('reader', 'context:read') });
    await bench.luka.client.stageModule({ body: { module: 'greeter', text: MODULE } });
    const run = (await bench.luka.client.runTask({ params: { task: 'hello' }, body: {} })).id;
    for (const call of CALLS) {
      const result: Told = await client.callTool({
        name: call.tool,
        arguments: call.input({ run, stagedHash: '0'.repeat(12) }),
      });
      const code = result.content?.[0]?.text?.split(':', 1)[0];
      if (TOOLS.find(({ name }) => name === call.tool)?.scope === 'context:read')
        expect([call.tool, result.isError ?? false]).toEqual([call.tool, call.refused !== undefined]);
      else expect([call.tool, code]).toEqual([call.tool, 'scope_missing']);
    }
    await client.close();
  }, 30_000);
});
