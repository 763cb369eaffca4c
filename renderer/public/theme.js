// Runs before the first paint, so that a chosen theme never flashes the other one. A file of its own: the CSP allows no inline script.
try {
  const theme = localStorage.getItem('luka.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to this page: the system's theme it is.
}
