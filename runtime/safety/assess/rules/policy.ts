/** The commands that the policy names: they are found wherever they hide. */
import { argvOf } from '../inspector.ts';
import { matchesCommand } from '../match-command.ts';
import type { Rule } from './rule.ts';

export const policyCommands: Rule = function* ({ commands, policy }) {
  const never = policy.never ?? [];
  const ask = policy.ask ?? [];
  if (never.length + ask.length === 0) return;
  for (const command of commands) {
    if (command.words.length === 0) continue;
    const argv = argvOf(command.words);
    const place = { step: command.step, evidence: command.evidence };
    const denied = never.find((pattern) => matchesCommand(pattern, argv));
    if (denied !== undefined) {
      yield {
        rule: 'policy_never',
        points: 100,
        effect: 'deny',
        text: `the policy never lets \`${denied}\` run`,
        ...place,
      };
      continue;
    }
    const maybe = never.find((pattern) => matchesCommand(pattern, argv, true));
    const asked = ask.find((pattern) => matchesCommand(pattern, argv, true));
    if (asked !== undefined)
      yield {
        rule: 'policy_ask',
        points: 40,
        effect: 'ask',
        text: `the policy wants \`${asked}\` to be asked about`,
        ...place,
      };
    else if (maybe !== undefined)
      yield {
        rule: 'policy_ask',
        points: 40,
        effect: 'ask',
        text: `this may be \`${maybe}\`, which the policy never lets run`,
        ...place,
      };
  }
};
