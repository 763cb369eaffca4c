import { LukaError } from '#shared/errors/luka-error.ts';
import { MAX_OUTPUT_BYTES, readOutputs } from './output-format.ts';

/**
 * Reads what a step wrote to the file named in LUKA_OUTPUT.
 * @returns values by name
 * @throws LukaError output_invalid, naming the line
 */
export function parseOutputs(text: string): Record<string, string> {
  if (Buffer.byteLength(text) > MAX_OUTPUT_BYTES) {
    throw new LukaError('output_invalid', {
      message: 'the step wrote more than 1 MiB of outputs',
      remedy: 'write large results to a file and give its path as the output',
    });
  }
  const reading = readOutputs(text);
  if (!reading.ok) {
    throw new LukaError('output_invalid', {
      message: `line ${reading.line} of the step's outputs: ${reading.fault}`,
    });
  }
  return reading.outputs;
}
