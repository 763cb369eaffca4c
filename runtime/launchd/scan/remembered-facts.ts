/**
 * Facts of the machine, asked once. Findings depend on more than the plist: a program may be gone. What a plist's
 * findings rested on is remembered, so that a later look asks only whether that still holds.
 */
import type { MachineFacts } from '../lint/facts.ts';

type Question = readonly [name: string, ...args: unknown[]];

/** Facts that are looked up once, however many ask. Good for one look at all plists. */
export function onceFacts(facts: MachineFacts): MachineFacts {
  const answers = new Map<string, unknown>();
  return withQuestions(facts, (question, ask) => {
    const key = JSON.stringify(question);
    if (!answers.has(key)) answers.set(key, ask());
    return answers.get(key);
  });
}

export interface Recording {
  readonly facts: MachineFacts;
  /** Whether all that was asked is answered in the same way now. */
  holds(now: MachineFacts): Promise<boolean>;
}

/** Facts that remember what was asked of them, and what the answer was. */
export function recordFacts(facts: MachineFacts): Recording {
  const asked = new Map<string, { question: Question; answer: unknown }>();
  return {
    facts: withQuestions(facts, (question, ask) => {
      const answer = ask();
      asked.set(JSON.stringify(question), { question, answer });
      return answer;
    }),
    async holds(now) {
      for (const { question, answer } of asked.values()) {
        const [before, after] = await Promise.all([answer, askAgain(now, question)]);
        if (JSON.stringify(before) !== JSON.stringify(after)) return false;
      }
      return true;
    },
  };
}

function askAgain(facts: MachineFacts, [name, ...args]: Question): unknown {
  const method: unknown = Reflect.get(facts, name);
  return typeof method === 'function' ? Reflect.apply(method, facts, args) : method;
}

function withQuestions(
  facts: MachineFacts,
  answer: (question: Question, ask: () => unknown) => unknown,
): MachineFacts {
  return new Proxy(facts, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name === 'symbol') return value;
      if (typeof value !== 'function') return answer([name], () => value);
      return (...args: unknown[]) =>
        answer([name, ...args], () => Reflect.apply(value, target, args) as unknown);
    },
  });
}
