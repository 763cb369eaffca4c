/** A step of a definition in words: what kind it is and what it does, as a person would type it. */
import type { Step } from '#shared/nouns/step.ts';

export function stepWords(step: Step): { kind: string; text: string } {
  if ('run' in step) return { kind: 'shell', text: step.run.trimEnd() };
  if ('argv' in step) return { kind: 'program', text: step.argv.map(quoted).join(' ') };
  if ('module' in step)
    return { kind: 'module', text: step.function ? `${step.module} → ${step.function}()` : step.module };
  if ('node' in step)
    return { kind: 'node', text: 'code' in step.node ? step.node.code.trimEnd() : step.node.file };
  if ('git' in step)
    return { kind: 'git', text: ['git', step.git.action, ...(step.git.args ?? [])].map(quoted).join(' ') };
  return { kind: 'http', text: `${step.http.method ?? 'GET'} ${step.http.url}` };
}

/** A command's words as one line that a shell would read back as the same words. */
export function commandLine(command: readonly string[]): string {
  return command.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
