/** A work order of any accepted shape, brought into one. Luka's own shape is strict; the legacy ones are read liberally. */
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';
import { ParamValues } from '#shared/nouns/param.ts';
import { checkDefinition } from '../tasks/check-definition.ts';
import { FaultList, toFinding, type Fault } from '../tasks/faults.ts';
import { schemaFaults } from '../tasks/schema-faults.ts';
import { pathLabel, type Locate } from '../tasks/source-text.ts';
import { isFields, pick, type Fields } from './fields.ts';
import { legacyShape, readLegacyOrder } from './legacy-order.ts';
import { MAX_ORDER_DEPTH, parseOrderText } from './order-text.ts';
import type { NormalizedOrder } from './ports.ts';

export interface OrderContext {
  /** What the order came as: a file's name; its id where it names none. */
  readonly name: string;
  /** As findings name it. */
  readonly file?: string;
  /** Places of its values, where it came as text. */
  readonly locate?: Locate;
}

const TaskOrder = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  task: z.string().min(1),
  params: ParamValues.optional(),
});

/**
 * @param value what the order's text held
 * @throws LukaError order_invalid, step_unknown (where that is all that is wrong), order_too_deep
 */
export function normalizeOrder(value: unknown, context: OrderContext): NormalizedOrder {
  if (isDeeperThan(value, MAX_ORDER_DEPTH)) throw new LukaError('order_too_deep');
  const fallbackId = context.name.replace(/\.(json|ya?ml)$/i, '').slice(0, 200) || 'order';
  const shape = legacyShape(value);
  const { order, faults } =
    shape && isFields(value) ? readLegacyOrder(value, shape, fallbackId) : readOrder(value, fallbackId);
  if (order) return order;
  throw refusal(faults, context);
}

/**
 * The text of an order, all the way.
 * @throws LukaError order_too_large, order_too_deep, order_unparsable, order_invalid, step_unknown
 */
export function readOrderText(text: string, name: string): NormalizedOrder {
  const { value, locate } = parseOrderText(text, name);
  return normalizeOrder(value, { name, file: name, locate });
}

function readOrder(
  value: unknown,
  fallbackId: string,
): { order?: NormalizedOrder; faults: readonly Fault[] } {
  if (isFields(value) && pick(value, 'task')) return readTaskOrder(value, fallbackId);
  const { definition, faults } = checkDefinition(value, 'order');
  if (!definition) return { faults };
  const orderId = (isFields(value) && typeof value['id'] === 'string' && value['id']) || fallbackId;
  return {
    faults: [],
    order: {
      orderId,
      title: definition.title ?? orderId,
      priority: definition.priority ?? 'normal',
      work: { kind: 'definition', definition },
      extras: { shape: 'luka' },
    },
  };
}

function readTaskOrder(
  value: Fields,
  fallbackId: string,
): { order?: NormalizedOrder; faults: readonly Fault[] } {
  const read = TaskOrder.safeParse(value);
  if (!read.success) {
    const what = 'a work order that names a task';
    const faults = new FaultList();
    schemaFaults(
      { schema: TaskOrder, value, path: [], code: 'order_invalid', what },
      read.error.issues,
      faults,
    );
    return { faults: faults.toArray() };
  }
  const { id, task, params } = read.data;
  return {
    faults: [],
    order: {
      orderId: id ?? fallbackId,
      title: task,
      priority: 'normal',
      work: { kind: 'task', task, params: params ?? {} },
      extras: { shape: 'luka' },
    },
  };
}

function refusal(faults: readonly Fault[], { name, file, locate }: OrderContext): LukaError {
  const findings = faults.map((fault) => {
    const label = pathLabel(fault.path);
    const message =
      label === '' || fault.message.includes(label) ? fault.message : `${label}: ${fault.message}`;
    return toFinding({ ...fault, message }, locate, file);
  });
  const [first] = findings;
  const more = faults.slice(1).reduce((count, { standsFor }) => count + (standsFor ?? 1), 0);
  return new LukaError(
    faults.every(({ code }) => code === 'step_unknown') ? 'step_unknown' : 'order_invalid',
    {
      message: `${name}: ${first?.message ?? 'it is not valid'}${more > 0 ? ` (and ${more} more)` : ''}`,
      ...(first ? { remedy: first.remedy } : {}),
      findings,
    },
  );
}

/** Walks level by level, so that no depth can exhaust the stack. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((item) =>
      item !== null && typeof item === 'object' ? (Object.values(item) as unknown[]) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
