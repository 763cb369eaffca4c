/** A service on the page: it does well, it comes back when its process is killed, and it stops when it is told to. */
import { expect, test } from './luka-test.ts';

const BEAT = `title: Heartbeat
service:
  backoff: { first: 200ms, most: 1s }
  health: { run: "true", every: 500ms }
steps:
  - run: exec sleep 100000
`;

test.use({ tasks: { beat: BEAT, tidy: 'title: Tidy up\nsteps:\n  - run: echo tidy\n' } });

test('a service is seen healthy, comes back after its process was killed, and is stopped and started from its page', async ({
  ui,
  page,
  asked,
}) => {
  await ui.shell.goTo('Tasks');
  const row = page
    .getByRole('list', { name: 'Tasks' })
    .getByRole('listitem')
    .filter({ hasText: 'Heartbeat' });
  await expect(row.getByText('Healthy')).toBeVisible();
  await expect(row.getByText('Kept running').first()).toBeVisible();
  await row.getByRole('link', { name: 'Heartbeat' }).click();
  const facts = page.getByRole('complementary', { name: 'About this task' });
  await expect(facts.getByText('Healthy')).toBeVisible();

  const [first] = await asked.services();
  process.kill(await asked.processOf(first!.run!), 'SIGKILL');
  await expect(facts.getByRole('link', { name: `#${first!.run}` })).toHaveCount(0);
  await expect(facts.getByText('Healthy')).toBeVisible();
  await expect(facts.getByText('1 end in a row')).toBeVisible();
  const [again] = await asked.services();
  expect(again!.run).toBeGreaterThan(first!.run!);
  await expect(page.getByRole('list', { name: 'Runs' }).getByRole('link', { name: 'Failed' })).toBeVisible();

  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(facts.getByText('Service: Stopped')).toBeVisible();
  await expect(facts.getByText('Stopped by person')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Restart' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(facts.getByText('Healthy')).toBeVisible();
  expect(ui.shell.loads()).toBe(0);
});
