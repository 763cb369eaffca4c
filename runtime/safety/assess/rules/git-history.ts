/** Git commands that lose work or rewrite what others have. */
import { hasFlag, readArguments } from '../arguments.ts';
import { gitAction } from '../unwrap/tools.ts';
import { eachCommand, type Remark } from './rule.ts';

export const gitHistory = eachCommand(function* (command): Iterable<Remark> {
  if (command.name !== 'git') return;
  const { action, rest } = gitAction(command.words.slice(1));
  const read = readArguments(rest);
  const given = rest.map(({ text }) => text);
  const says = (points: number, text: string): Remark => ({ rule: 'git_history', points, text });
  switch (action) {
    case 'push': {
      const forced =
        hasFlag(read, 'f', 'force', 'force-with-lease', 'force-if-includes') ||
        given.some((text) => /^\+[^+]/.test(text));
      if (hasFlag(read, 'mirror', 'delete', 'd', 'prune') || given.some((text) => /^:[^:]/.test(text)))
        yield says(55, 'deletes branches where they are pushed to');
      else if (forced)
        yield says(
          hasFlag(read, 'f', 'force') || given.some((text) => text.startsWith('+')) ? 50 : 40,
          'pushes with force: what others pushed may be lost',
        );
      else yield says(8, 'pushes to another repository');
      return;
    }
    case 'reset':
      if (hasFlag(read, 'hard', 'merge', 'keep'))
        yield says(32, 'throws away changes that are not committed');
      return;
    case 'clean':
      if (hasFlag(read, 'n', 'dry-run')) return;
      if (hasFlag(read, 'x', 'X'))
        yield says(40, 'deletes every file that git does not know, ignored ones too');
      else if (hasFlag(read, 'f', 'force')) yield says(30, 'deletes every file that git does not know');
      return;
    case 'checkout':
    case 'restore':
      if (hasFlag(read, 'f', 'force') || given.some((text) => text === '.' || text === ':/' || text === '*'))
        yield says(28, 'throws away changes that are not committed');
      return;
    case 'switch':
      if (hasFlag(read, 'f', 'force', 'discard-changes', 'C'))
        yield says(25, 'throws away changes that are not committed');
      return;
    case 'rebase':
      yield says(15, 'rewrites commits');
      return;
    case 'commit':
      if (hasFlag(read, 'amend')) yield says(8, 'rewrites the last commit');
      return;
    case 'filter-branch':
    case 'filter-repo':
      yield says(60, 'rewrites the whole history');
      return;
    case 'branch':
      if (hasFlag(read, 'D') || (hasFlag(read, 'd', 'delete') && hasFlag(read, 'f', 'force')))
        yield says(25, 'deletes branches, merged or not');
      return;
    case 'tag':
      if (hasFlag(read, 'd', 'delete', 'f', 'force')) yield says(15, 'deletes or moves tags');
      return;
    case 'reflog':
      if (given[0] === 'expire' || given[0] === 'delete')
        yield says(55, 'deletes the way back to lost commits');
      return;
    case 'gc':
    case 'prune':
      if (given.some((text) => /^--prune=(?:now|all)/.test(text)) || action === 'prune')
        yield says(30, 'deletes commits that nothing names');
      return;
    case 'stash':
      if (given[0] === 'drop' || given[0] === 'clear') yield says(30, 'deletes stashed changes');
      return;
    case 'update-ref':
      yield says(hasFlag(read, 'd') ? 40 : 25, 'moves branches by hand');
      return;
    case 'worktree':
      if (given[0] === 'remove' && hasFlag(read, 'f', 'force'))
        yield says(25, 'deletes a working tree with its changes');
      return;
    case 'replace':
    case 'fast-import':
      yield says(30, 'rewrites commits');
      return;
    default:
  }
});
