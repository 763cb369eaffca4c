/** A filled prompt as a work order: a program of the person's own is given the text. Pure. */

/** Where the program finds the text. */
const VARIABLE = 'PROMPT';

/**
 * One step: the command as typed, with the text in its environment. The text comes in as the value of a parameter, which
 * is never read as a template: a document that is quoted in it cannot name a secret or become a command.
 */
export function orderOf(title: string, command: string, text: string): Record<string, unknown> {
  return {
    title,
    params: { prompt: { type: 'string', default: text } },
    steps: [{ run: command.trim(), env: { [VARIABLE]: '${{ params.prompt }}' } }],
  };
}
