/** An index that is damaged while Luka is away: set aside, made anew, and told on the page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './restartable-test.ts';
import { writeNotes } from './support/written-notes.ts';

// While nobody listens the browser says so of each try, and until the index is there again it cannot be asked.
test.use({ expectedErrors: [/net::ERR_|503/] });

test('a damaged index is set aside and read anew, and the page says so', async ({
  ui,
  home,
  restartable,
  asked,
}) => {
  test.slow();
  const notes = await writeNotes(home, { diary: 5 });
  await asked.read(notes.folder, 'My notes');
  await restartable.now.process.end();
  await writeFile(join(home, 'knowledge.db'), 'this is no database, '.repeat(2_000));
  await restartable.again();
  await ui.shell.expectLive();
  await ui.shell.goTo('Knowledge');
  await ui.knowledge.goTo('Sources');
  await expect(ui.knowledge.damaged).toContainText('The index was damaged, and is made anew');
  await expect(ui.knowledge.damaged).toContainText('knowledge.db.damaged-');
  await expect(ui.knowledge.source('My notes')).toContainText('8 documents');
  await ui.knowledge.goTo('Search');
  await ui.knowledge.search.fill('shift key');
  await expect(ui.knowledge.hit('Restoring the studio')).toBeVisible();
});
