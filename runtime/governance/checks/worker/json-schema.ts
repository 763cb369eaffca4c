/** JSON against a JSON Schema, draft 2020-12. The schema is somebody else's: nothing is fetched for it. */
import { Ajv2020 } from 'ajv/dist/2020.js';

/** @returns what does not fit, in words; undefined where all does */
export async function schemaFault(schema: unknown, text: string): Promise<string | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `it is no JSON (${error instanceof Error ? error.message : String(error)})`;
  }
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false, unicodeRegExp: true });
  let validate;
  try {
    validate = ajv.compile(schema as object);
  } catch (error) {
    return `the schema cannot be used (${error instanceof Error ? error.message : String(error)})`;
  }
  try {
    // With `$async` it answers later, and throws what it finds.
    const fits: unknown = validate(value);
    if (await Promise.resolve(fits)) return undefined;
  } catch (error) {
    return `it does not fit the schema (${error instanceof Error ? error.message : String(error)})`;
  }
  const [fault] = validate.errors ?? [];
  return `it does not fit the schema: ${fault?.instancePath || 'the whole'} ${fault?.message ?? 'is wrong'}`;
}
