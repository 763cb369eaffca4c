/** One order from hand to hand: an agent drops it, the person reads why it waits, it runs confined, its check fails, GG sees it. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personHome } from './drivers/luka-process.ts';
import { expect, test } from './luka-test.ts';
import { dropOrder } from './support/home.ts';

test.use({ tasks: {} });

test('a risky order waits, is read, runs confined, fails its check, and is judged by a human', async ({
  ui,
  asked,
  home,
  page,
}) => {
  const work = join(personHome(home), 'work');
  await mkdir(work, { recursive: true });
  await asked.setPolicy(`roots: [${work}]\n`);
  await ui.shell.goTo('Overview');
  await dropOrder(
    home,
    'rebuild.json',
    JSON.stringify({
      id: 'wo-rebuild',
      title: 'Rebuild the site',
      risk: 'high',
      cwd: work,
      steps: [
        {
          skill: 'bash',
          args: `git push --force origin main || true; echo built > site.html; cat '${home}/token' || echo 'no token for me'; echo done`,
        },
      ],
      acceptance: ['report.md exists under reports/', 'Printed "done"', 'the page looks right'],
    }),
  );

  // It waits in sight, and says why.
  await expect(ui.overview.asked).toContainText('Rebuild the site needs approval');
  await ui.shell.goTo('Approvals');
  await ui.approvals.rowsWith('Rebuild the site').getByRole('link').click();
  await expect(ui.approval.state).toHaveText('Waits for you');
  // Its author says so, it wants Luka's token, and it writes a shared history anew.
  for (const why of [/high/i, /token/, /push|history/i])
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: why })).not.toHaveCount(0);
  await expect(ui.approval.work).toContainText('git push --force');
  await expect(ui.approval.about).toContainText(/writes only/i);
  await expect
    .poll(() => asked.runs().then((runs) => runs.map(({ state }) => state)))
    .toEqual(['awaiting_approval']);

  // Read, and let through.
  await ui.approval.note.fill('Only this once');
  await ui.approval.approve.click();
  if (await ui.approval.sure.isVisible()) await ui.approval.yes.click();
  await expect(ui.approval.state).toHaveText('Approved');
  const [run] = await asked.runs();
  await asked.ended(run!.id);

  // It ran where it may, and saw nothing of Luka's own; its check failed.
  expect(await readFile(join(work, 'site.html'), 'utf8')).toBe('built\n');
  expect(await asked.run(run!.id)).toMatchObject({
    state: 'failed',
    errorCode: 'check_failed',
    validation: 'waiting',
    confinement: { level: 'paths' },
  });
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Rebuild the site').click();
  await expect(ui.run.log.line('no token for me')).toBeVisible();
  await expect(ui.run.checks).toHaveCount(3);

  // And waits for a human's word.
  await ui.shell.goToGovernance('Results');
  await expect(ui.validation.card('Rebuild the site')).toContainText('the page looks right');
  await ui.validation.accept('Rebuild the site').click();
  await expect(ui.validation.cards).toHaveCount(0);
  expect(await asked.run(run!.id)).toMatchObject({ state: 'failed', validation: 'accepted' });
  expect(ui.shell.loads()).toBe(0);
});
