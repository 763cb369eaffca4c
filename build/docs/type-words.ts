/** A JSON Schema in a few words for a table: what a person may write there. */

export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean | null;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly $ref?: string;
}

export function typeWords(schema: Schema): string {
  if (schema.description?.startsWith('A duration') === true) return 'duration';
  if (schema.description?.startsWith('A size') === true) return 'size';
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return [...new Set(branches.map(typeWords))].join(' or ');
  if (schema.items) return `list of ${plural(typeWords(schema.items))}${most(schema.maxItems)}`;
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time' ? 'date and time' : `text${most(schema.maxLength, ' characters')}`;
    case 'integer':
      return `whole number${range(schema)}`;
    case 'number':
      return `number${range(schema)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'object':
      return schema.properties ? 'mapping' : 'mapping of names';
    default:
      return 'anything';
  }
}

/** zod writes the bounds of a safe integer where none are set. */
function range({ minimum, maximum }: Schema): string {
  const low = minimum !== undefined && minimum > -1e15 ? minimum : undefined;
  const high = maximum !== undefined && maximum < 1e15 ? maximum : undefined;
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`;
  return low === undefined ? '' : `, from ${low}`;
}

function most(limit: number | undefined, unit = ''): string {
  return limit === undefined ? '' : `, at most ${limit}${unit}`;
}

function plural(words: string): string {
  const plurals: Readonly<Record<string, string>> = {
    mapping: 'mappings',
    text: 'texts',
    'mapping of names': 'mappings',
  };
  return plurals[words] ?? (words.startsWith('text, at most') ? 'texts' : words);
}
