/** A rule looks at everything that was found and says what it thinks of it. One a file. */
import type { Work } from '../../work.ts';
import type { FoundCommand, Note } from '../found.ts';
import type { PolicyCommands } from '../inspector.ts';

export interface Scene {
  readonly work: Work;
  readonly commands: readonly FoundCommand[];
  readonly policy: PolicyCommands;
}

export type Rule = (scene: Scene) => Iterable<Note>;

/** What a rule says of one command. */
export type Remark = Omit<Note, 'step' | 'evidence' | 'command'>;

/** A rule that looks at one command after the other. */
export function eachCommand(look: (command: FoundCommand, scene: Scene) => Iterable<Remark>): Rule {
  return function* (scene) {
    for (const command of scene.commands)
      for (const remark of look(command, scene))
        yield { ...remark, command, step: command.step, evidence: command.evidence };
  };
}

/** The texts of its words after its name. */
export const textsOf = ({ words }: FoundCommand): readonly string[] => words.slice(1).map(({ text }) => text);
