/**
 * Draws the PNG forms of `assets/icons/*.svg` with Chromium. All tray icons come from one SVG, of which each state shows the
 * group of its name beside the common one. The SVGs are the source and the PNGs are committed: run
 * `node build/make-icons.ts` after changing one. Another browser than the usual one: LUKA_CHROMIUM.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';

interface Icon {
  readonly svg: string;
  /** The groups that are drawn; all where left out. */
  readonly groups?: readonly string[];
  readonly png: string;
  /** Pixels of a side. */
  readonly size: number;
}

/** A name that ends in `Template` tells macOS to colour the icon like the rest of the menu bar; `@2x` is its sharp form. */
const trayIcons = ['idle', 'running', 'attention', 'paused', 'awake'].flatMap((state): Icon[] => {
  const one = { svg: 'tray.svg', groups: ['base', state] };
  return [
    { ...one, png: `tray-${state}Template.png`, size: 18 },
    { ...one, png: `tray-${state}Template@2x.png`, size: 36 },
  ];
});
const ICONS: readonly Icon[] = [...trayIcons, { svg: 'app.svg', png: 'app.png', size: 512 }];

const folder = new URL('../assets/icons/', import.meta.url);
const places = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = process.env['LUKA_CHROMIUM'] ?? places.find((place) => existsSync(place));

async function draw(page: Page, { svg, groups, png, size }: Icon): Promise<void> {
  const source = await readFile(new URL(svg, folder), 'utf8');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${source}`,
  );
  if (groups !== undefined)
    await page
      .locator('svg > g')
      .evaluateAll(
        (all, wanted) => all.filter(({ id }) => !wanted.includes(id)).forEach((group) => group.remove()),
        groups,
      );
  const file = new URL(png, folder);
  await writeFile(file, await page.screenshot({ omitBackground: true }));
  console.log(fileURLToPath(file));
}

const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  const page = await browser.newPage();
  for (const icon of ICONS) await draw(page, icon);
} finally {
  await browser.close();
}
