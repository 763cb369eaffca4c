import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatServerSentEvent, parseEventStream, type ServerSentEvent } from './event-stream.ts';

async function* pieces(text: string, cuts: number[]): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

it('reads back what was written, whatever the chunks', async () => {
  const event = fc.record({
    event: fc.constantFrom('log', 'event', 'end'),
    id: fc.integer({ min: 0 }).map(String),
    data: fc.jsonValue().map((value) => JSON.stringify(value)),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      async (events, cuts) => {
        const read: ServerSentEvent[] = [];
        const text = `: hello\n\n${events.map(formatServerSentEvent).join(': still here\n\n')}`;
        for await (const one of parseEventStream(pieces(text, cuts))) read.push(one);
        expect(read).toEqual(events);
      },
    ),
  );
});
