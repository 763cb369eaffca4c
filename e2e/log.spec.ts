/** Reading a log: colours, streams, search, following, and one of 100 MB. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './luka-test.ts';
import { openGate, waitAt } from './support/home.ts';

const COLOURS = String.raw`title: Colours
steps:
  - run: |
      printf 'plain \033[31mred words\033[0m and \033[1;38;2;20;160;60mbold green\033[0m\n'
      echo 'to the other stream' >&2
      printf '<b>no markup</b> <img src=x onerror=alert(1)>\n'
`;
/** About 3 MB, so that the first hit is far outside what the page has read. */
const HAYSTACK = `title: Haystack
steps:
  - run: |
      echo 'Needle number one'
      seq -f 'just a straw, %.0f' 1 60000
      # Streams that write within one moment have no order between them.
      sleep 0.5
      echo 'needle number two' >&2
      sleep 0.5
      seq -f 'just another straw, %.0f' 1 60000
      echo 'NEEDLE number three'
`;
const GROWING = `title: Growing
steps:
  - run: |
      seq -f 'early line %.0f' 1 400
      ${waitAt('more')}
      seq -f 'late line %.0f' 1 400
      ${waitAt('end')}
      echo 'the very last line'
`;
const numbered = (words: string): string =>
  Array.from({ length: 400 }, (_, index) => `${words} line ${index + 1}\n`).join('');
const GROWN_BYTES = Buffer.byteLength(numbered('early') + numbered('late'));

/** 100 MB: lines that tell where they stand. */
const LAST = 2_600_000;
const FLOOD = `title: Flood
steps:
  - run: |
      seq -f 'line %.0f of very many ordinary ones' 1 ${LAST / 2}
      ${waitAt('half')}
      seq -f 'line %.0f of very many ordinary ones' ${LAST / 2 + 1} ${LAST}
`;
/**
 * Bytes of objects the page may hold. It keeps a window of at most 8 million characters, once as it came and once as
 * lines, beside some 7 MB of its own: a third of the log, however long that is.
 */
const MOST_HEAP = 32_000_000;

test.use({ tasks: { colours: COLOURS, haystack: HAYSTACK, growing: GROWING, flood: FLOOD } });

/** Whether a line stands inside what scrolls, not only in the document. */
async function inSight(view: Locator, line: Locator): Promise<boolean> {
  const [outer, inner] = await Promise.all([
    view.boundingBox(),
    line
      .first()
      .boundingBox({ timeout: 1_000 })
      .catch(() => null),
  ]);
  return (
    outer !== null &&
    inner !== null &&
    inner.y >= outer.y - 1 &&
    inner.y + inner.height <= outer.y + outer.height + 1
  );
}

function styleOf(text: Locator): Promise<{ color: number[]; weight: number }> {
  return text.evaluate((element) => {
    const { color, fontWeight } = getComputedStyle(element);
    // Through a canvas pixel: whatever colour space the style is written in, this is what is seen.
    const canvas = document.createElement('canvas').getContext('2d')!;
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return { color: [...canvas.getImageData(0, 0, 1, 1).data], weight: Number(fontWeight) };
  });
}

test('colours are shown, streams told apart, and output never becomes markup', async ({
  ui,
  asked,
  page,
}) => {
  await asked.start('colours');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Colours').click();
  const { log } = ui.run;
  const red = await styleOf(log.lines.getByText('red words', { exact: true }));
  const green = await styleOf(log.lines.getByText('bold green', { exact: true }));
  const plain = await styleOf(log.lines.getByText('plain', { exact: true }));
  expect(red.color[0]! - Math.max(red.color[1]!, red.color[2]!)).toBeGreaterThan(60);
  expect(green.color[1]! - Math.max(green.color[0]!, green.color[2]!)).toBeGreaterThan(30);
  expect(green.weight).toBeGreaterThan(plain.weight);

  await expect(log.line('to the other stream')).toHaveText('stderr: to the other stream');
  await expect(log.linesOf('stderr')).toHaveCount(1);
  await expect(log.line('no markup')).toHaveText('<b>no markup</b> <img src=x onerror=alert(1)>');
  await expect(page.getByRole('img', { name: 'x' })).toHaveCount(0);

  await log.showStream('stderr');
  await expect(log.line('red words')).toHaveCount(0);
  await expect(log.line('to the other stream')).toBeVisible();
  await log.showStream('stdout');
  await expect(log.line('to the other stream')).toHaveCount(0);
  await expect(log.line('red words')).toBeVisible();
});

test('a search finds, counts and walks through hits far apart', async ({ ui, asked }) => {
  await asked.start('haystack');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Haystack').click();
  await expect(ui.run.state).toHaveText('Succeeded');
  const { log } = ui.run;
  const expectHit = async (place: string, text: string): Promise<void> => {
    await expect(log.hits).toHaveText(place);
    await expect.poll(() => inSight(log.view, log.line(text))).toBe(true);
    await expect(log.line(text).getByText(/^needle$/i)).toBeVisible();
  };
  await log.search.fill('needle');
  await log.search.press('Enter');
  await expectHit('3 of 3', 'NEEDLE number three');
  await log.previousHit.click();
  await expectHit('2 of 3', 'needle number two');
  await log.previousHit.click();
  await expectHit('1 of 3', 'Needle number one');
  await log.previousHit.click();
  await expectHit('3 of 3', 'NEEDLE number three');
  await log.nextHit.click();
  await expectHit('1 of 3', 'Needle number one');
  await log.search.press('Enter');
  await expectHit('2 of 3', 'needle number two');
  await log.search.press('Shift+Enter');
  await expectHit('1 of 3', 'Needle number one');

  await log.search.fill('thimble');
  await log.search.press('Enter');
  await expect(log.hits).toHaveText('No hits');
});

test('it follows until the reader scrolls up, and again when they return', async ({ ui, asked, home }) => {
  await asked.start('growing');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Growing').click();
  const { log } = ui.run;
  await expect.poll(() => inSight(log.view, log.line('early line 400'))).toBe(true);
  await expect(log.follow).toHaveAttribute('aria-pressed', 'true');

  await log.scroll(-1_500);
  await expect(log.follow).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => inSight(log.view, log.line('early line 400'))).toBe(false);
  const read = log.line(/^early line 3[0-9]5$/).first();
  const words = await read.textContent();
  const before = await log.line(words!).boundingBox();
  await openGate(home, 'more');
  // It has come, and stays out of sight.
  await expect.poll(async () => (await asked.run(1)).logBytes).toBe(GROWN_BYTES);
  await expect(log.foot('11.4 kB')).toBeVisible();
  await expect(log.line('late line 400')).toHaveCount(0);
  expect(await log.line(words!).boundingBox()).toEqual(before);

  await log.follow.click();
  await expect(log.follow).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => inSight(log.view, log.line('late line 400'))).toBe(true);

  // Scrolling to the end is as good as the button.
  await log.scroll(-1_500);
  await expect(log.follow).toHaveAttribute('aria-pressed', 'false');
  await log.scroll(100_000);
  await expect(log.follow).toHaveAttribute('aria-pressed', 'true');
  await openGate(home, 'end');
  await expect.poll(() => inSight(log.view, log.line('the very last line'))).toBe(true);
  await expect(ui.run.state).toHaveText('Succeeded');
});

test('after a hit was shown, following goes on at the end', async ({ ui, asked, home }) => {
  await asked.start('growing');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Growing').click();
  const { log } = ui.run;
  await expect(log.line('early line 400')).toBeVisible();
  await log.search.fill('early line 123');
  await log.search.press('Enter');
  await expect.poll(() => inSight(log.view, log.line('early line 123'))).toBe(true);
  await expect(log.follow).toHaveAttribute('aria-pressed', 'false');
  await log.follow.click();
  await expect.poll(() => inSight(log.view, log.line('early line 400'))).toBe(true);
  await openGate(home, 'more');
  await openGate(home, 'end');
  await expect.poll(() => inSight(log.view, log.line('the very last line'))).toBe(true);
});

/** Bytes of the page's objects after a collection. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

test('a log of 100 MB is followed, searched and read from its start, and the page stays light', async ({
  ui,
  asked,
  home,
  page,
}) => {
  test.setTimeout(240_000);
  await asked.start('flood');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Flood').click();
  const { log, state } = ui.run;
  const numberOf = (text: string): number => Number(/line (\d+) /.exec(text)?.[1]);
  /** By the Home key, which stops at the first line that was read; earlier ones come in front of it. */
  const pageUpTo = (line: number): Promise<void> =>
    expect
      .poll(
        async () => {
          await page.keyboard.press('Home');
          return Math.min(...(await log.lines.allTextContents()).map(numberOf));
        },
        { timeout: 90_000, intervals: [100] },
      )
      .toBeLessThanOrEqual(line);
  const expectInSight = (line: number): Promise<void> =>
    expect.poll(() => inSight(log.view, log.line(`line ${line} of`)), { timeout: 60_000 }).toBe(true);

  await expect(log.lines.first()).toBeVisible();
  await expectInSight(LAST / 2);
  await openGate(home, 'half');
  // With the flood pouring in, clicks are answered.
  await log.wrap.click();
  await expect(log.wrap).toHaveAttribute('aria-pressed', 'true');
  await log.wrap.click();
  await ui.shell.goTo('Overview');
  await page.goBack();
  await expect(state).toHaveText('Succeeded', { timeout: 60_000 });
  await expectInSight(LAST);
  expect((await asked.run(1)).logBytes).toBeGreaterThan(100_000_000);
  expect(await heapOf(page)).toBeLessThan(MOST_HEAP);

  await log.view.focus();
  await pageUpTo(LAST - 60_000);
  expect(await heapOf(page)).toBeLessThan(MOST_HEAP);
  await log.search.fill('line 60000 of');
  await log.search.press('Enter');
  await expect(log.hits).toHaveText('1 of 1', { timeout: 60_000 });
  await expectInSight(60_000);
  await log.view.focus();
  await pageUpTo(1);
  await expectInSight(1);
  await log.toTheEnd.click();
  await expectInSight(LAST);
});
