import { expect, it } from 'vitest';
import { WorkOrder } from '#shared/nouns/work-order.ts';
import { orderOf } from './prompt-order.ts';

it('is a work order whose text is a value and no template', () => {
  const text = 'Look at ${{ secrets.token }}; $(rm -rf ~)';
  const order = orderOf('Codex prompt', ' codex exec "$PROMPT" ', text);
  expect(WorkOrder.safeParse(order).success).toBe(true);
  expect(order['steps']).toEqual([{ run: 'codex exec "$PROMPT"', env: { PROMPT: '${{ params.prompt }}' } }]);
  expect(order['params']).toEqual({ prompt: { type: 'string', default: text } });
});
