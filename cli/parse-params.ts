import { LukaError } from '#shared/errors/luka-error.ts';

/**
 * Reads `name=value` words. Values stay text: Luka reads them as the types that the task declares, and says what is
 * wrong with a name or a value in one way for every caller.
 * @throws LukaError usage
 */
export function parseParams(words: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 1)
      throw new LukaError('usage', {
        message: `--param ${word} is not name=value`,
        remedy: 'write it as --param name=value',
      });
    const name = word.slice(0, equals);
    if (values.has(name))
      throw new LukaError('usage', {
        message: `the parameter ${name} is given twice`,
        remedy: 'give it once',
      });
    values.set(name, word.slice(equals + 1));
  }
  return Object.fromEntries(values);
}
