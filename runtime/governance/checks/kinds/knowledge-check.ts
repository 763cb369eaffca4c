import { failed, passed, shown, type CheckRunner } from '../check-runner.ts';

export const knowledgeCheck: CheckRunner<'knowledge'> = {
  kind: 'knowledge',
  describe: ({ knowledge }) => `the knowledge holds ${shown(knowledge.contains)}`,
  async judge({ knowledge }, context, signal) {
    const found = await context.knowledge.contains(knowledge.contains, signal);
    return found ? passed('it is there') : failed(`${shown(knowledge.contains)} is nowhere in it`);
  },
};
