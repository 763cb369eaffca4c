/** A JSON Schema as a type that people read: TypeScript's notation, with shapes by their names. */
import type { Shapes } from './shapes.ts';
import type { Schema } from './type-words.ts';

/** @param own the shape that is written out here, not named */
export function shapeText(schema: Schema, shapes: Shapes, { indent = '', own = false } = {}): string {
  const name = own ? undefined : shapes.nameOf(schema);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches)
    return [...new Set(branches.map((branch) => shapeText(branch, shapes, { indent })))].join(' | ');
  if (schema.items) return listText(shapeText(schema.items, shapes, { indent }));
  if (schema.properties && Object.keys(schema.properties).length > 0)
    return objectText(schema, shapes, indent);
  switch (schema.type) {
    case 'object':
      return typeof schema.additionalProperties === 'object' &&
        Object.keys(schema.additionalProperties).length > 0
        ? `Record<string, ${shapeText(schema.additionalProperties, shapes, { indent })}>`
        : '{}';
    case 'array':
      return 'unknown[]';
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

function listText(item: string): string {
  return /^[\w.]+$/.test(item) ? `${item}[]` : `(${item})[]`;
}

function objectText({ properties = {}, required = [] }: Schema, shapes: Shapes, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
    const told = property.description === undefined ? '' : ` // ${property.description}`;
    return `${inner}${key}${required.includes(name) ? '' : '?'}: ${shapeText(property, shapes, { indent: inner })}${told}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}
