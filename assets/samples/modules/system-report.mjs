/**
 * Looks at this machine and writes what it finds as Markdown into the reports folder. Plain Node, no packages.
 *
 * A module exports run_auto(ctx) for runs by schedule and run_manual(ctx) for runs by hand; either alone will do.
 * ctx has params, home, log(...), signal (aborted when the run is cancelled) and more. What it returns becomes the
 * step's outputs.
 */
import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const colour = (code, text) => (process.env.NO_COLOR ? text : `\u001b[${code}m${text}\u001b[0m`);
const bold = (text) => colour(1, text);
const dim = (text) => colour(2, text);

export async function run_auto({ params, home, log, signal }) {
  const { seconds = 20, keep = 40, private_folders: privateFolders = false } = params;
  // Nobody waits for this, so it lets others go first.
  os.setPriority(os.constants.priority.PRIORITY_LOW);

  const now = new Date();
  log(bold(`Looking at ${os.hostname()}`));
  const disks = await readDisks();
  for (const disk of disks) log(`  ${bar(disk.share)} ${disk.mount} ${dim(`${bytes(disk.free)} free`)}`);
  const memory = { total: os.totalmem(), free: process.availableMemory() };
  log(`  ${bar(1 - memory.free / memory.total)} memory ${dim(`${bytes(memory.free)} free`)}`);

  log(`Looking for large folders in ${os.homedir()}, for at most ${seconds} s`);
  const folders = await measureFolders(os.homedir(), { seconds, privateFolders, signal, log });
  for (const { path, size } of folders.largest.slice(0, 5)) log(`  ${bytes(size).padStart(9)}  ${dim(path)}`);

  const reports = join(home, 'reports');
  await mkdir(reports, { recursive: true });
  const file = join(reports, `system-report-${stamp(now)}.md`);
  // Written beside and renamed, so that nobody reads half a report.
  await writeFile(`${file}.tmp`, toMarkdown({ now, disks, memory, folders }));
  await rename(`${file}.tmp`, file);
  const removed = await removeOld(reports, keep);

  const fullest = Math.max(0, ...disks.map((disk) => Math.round(100 * disk.share)));
  log(colour(fullest > 90 ? 31 : 32, `Done: the fullest disk is at ${fullest} %`));
  if (removed > 0) log(dim(`${removed} old reports removed`));
  return { file, fullest_disk_percent: fullest };
}

/** What `df -Pk` says of real disks; its format is the same on macOS and Linux. */
async function readDisks() {
  const { stdout } = await promisify(execFile)('df', ['-Pk'], { timeout: 10_000 }).catch((error) => error);
  const disks = [];
  for (const line of String(stdout ?? '')
    .split('\n')
    .slice(1)) {
    const match = /^(\S.*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)%\s+(\/.*)$/.exec(line);
    if (!match) continue;
    const [device, size, used, free] = [match[1], ...match.slice(2, 5).map((text) => Number(text) * 1_024)];
    const mount = match[6];
    // macOS shows its own system volumes; of those only Data holds what is yours.
    const isSystem = /^\/(System\/Volumes\/(?!Data$)|boot|snap\/)/.test(mount);
    if (size > 0 && !isSystem && (device.startsWith('/dev/') || mount === '/')) {
      // Of what can be used, as df itself counts: some of a disk is kept back for the system.
      disks.push({ mount, size, free, share: used / Math.max(1, used + free) });
    }
  }
  return disks;
}

/** Folders that macOS guards: looking into them makes it ask the person. */
const GUARDED = [
  'Applications',
  'Desktop',
  'Documents',
  'Downloads',
  'Library',
  'Movies',
  'Music',
  'Pictures',
  '.Trash',
];
const MAX_ENTRIES = 500_000;
const AT_ONCE = 8;

/**
 * Adds up what is below each folder of the home, two levels deep. Never follows links, never leaves the disk, and
 * stops when the time is up: then the numbers are "at least".
 */
async function measureFolders(root, { seconds, privateFolders, signal, log }) {
  const end = performance.now() + seconds * 1_000;
  const { dev } = await lstat(root);
  const skipped = process.platform === 'darwin' && !privateFolders ? GUARDED : [];
  const sizes = new Map();
  const open = [{ path: root, groups: [] }];
  let entries = 0;
  let told = performance.now();

  const isOver = () => performance.now() > end || entries > MAX_ENTRIES || signal.aborted;
  const look = async ({ path, groups }) => {
    // A folder may be closed to us, or go while we look.
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      if (isOver()) return;
      if (path === root && skipped.includes(entry.name)) continue;
      const inner = join(path, entry.name);
      const stats = await lstat(inner).catch(() => undefined);
      if (!stats || stats.dev !== dev || stats.isSymbolicLink()) continue;
      entries += 1;
      for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + (stats.blocks ?? 0) * 512);
      if (stats.isDirectory())
        open.push({ path: inner, groups: groups.length < 2 ? [...groups, inner] : groups });
    }
    if (performance.now() - told > 5_000) {
      told = performance.now();
      log(dim(`  ${entries} files and folders so far`));
    }
  };
  // Breadth first, a few at a time: every branch gets a share of the time.
  while (open.length > 0 && !isOver()) await Promise.all(open.splice(0, AT_ONCE).map(look));
  signal.throwIfAborted();

  const largest = [...sizes].map(([path, size]) => ({ path: `~/${relative(root, path)}`, size }));
  largest.sort((a, b) => b.size - a.size);
  return { largest: largest.slice(0, 15), entries, complete: open.length === 0 && !isOver(), skipped };
}

function toMarkdown({ now, disks, memory, folders }) {
  const [one, five, fifteen] = os.loadavg().map((load) => load.toFixed(2));
  const lines = [
    `# System report: ${os.hostname()}`,
    '',
    `${now.toLocaleString()} · ${os.type()} ${os.release()} · ${os.arch()} · Node ${process.versions.node}`,
    '',
    '| | |',
    '|---|---|',
    `| Up for | ${duration(os.uptime())} |`,
    `| Load (1, 5, 15 min) | ${one}, ${five}, ${fifteen} on ${os.availableParallelism()} cores |`,
    `| Memory | ${bytes(memory.free)} of ${bytes(memory.total)} free |`,
    '',
    '## Disks',
    '',
    '| Disk | Used | Free | Size |',
    '|---|--:|--:|--:|',
    ...disks.map(
      ({ mount, share, free, size }) =>
        `| ${cell(mount)} | ${Math.round(100 * share)} % | ${bytes(free)} | ${bytes(size)} |`,
    ),
    '',
    '## Largest folders of the home',
    '',
    '| Folder | Size |',
    '|---|--:|',
    ...folders.largest.map(({ path, size }) => `| ${cell(path)} | ${bytes(size)} |`),
    '',
    folders.complete
      ? `All ${folders.entries} files and folders were counted.`
      : `The time was up after ${folders.entries} files and folders: the sizes are at least these.`,
  ];
  if (folders.skipped.length > 0)
    lines.push('', `Left out, so that macOS need not ask: ${folders.skipped.join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

/** Keeps the newest reports; their names sort by time. */
async function removeOld(reports, keep) {
  const names = (await readdir(reports))
    .filter((name) => /^system-report-\d{8}-\d{4}\.md$/.test(name))
    .sort();
  const old = names.slice(0, Math.max(0, names.length - keep));
  await Promise.all(old.map((name) => rm(join(reports, name), { force: true })));
  return old.length;
}

function bar(share) {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * 20);
  const percent = `${Math.round(share * 100)} %`.padStart(5);
  return `${colour(share > 0.9 ? 31 : share > 0.75 ? 33 : 32, '█'.repeat(filled))}${dim('░'.repeat(20 - filled))} ${percent}`;
}

function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  for (; value >= 1_000 && unit < units.length - 1; unit += 1) value /= 1_000;
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

function duration(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return days > 0 ? `${days} d ${hours} h` : `${hours} h ${minutes} min`;
}

function stamp(date) {
  const two = (number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}`;
}

/** Text that does not break out of its cell in a table. */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll(/[\r\n]/g, ' ');
}
