/** A program that is known to be dangerous gets words that only the run will know. */
import { hasHole, holesOf } from '../word.ts';
import { eachCommand } from './rule.ts';

const DANGEROUS = new Set(
  'rm dd mkfs shred chmod chown kill pkill killall git find rsync diskutil launchctl crontab systemctl docker mv truncate'.split(
    ' ',
  ),
);

export const unknownWords = eachCommand(function* (command) {
  if (!DANGEROUS.has(command.name)) return;
  // What is not quoted may come to several words, options among them.
  const option = command.words
    .slice(1)
    .find(
      (word) =>
        hasHole(word) &&
        word.pieces.length === 1 &&
        !holesOf(word).every(({ plain, temp, filled }) => plain || temp || filled),
    );
  if (option)
    yield {
      rule: 'unknown_words',
      points: 6,
      text: `\`${option.text}\` of ${command.name} is only known when it runs`,
    };
});
