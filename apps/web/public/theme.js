// Runs before the first paint, from a file because the page's Content-Security-Policy allows no inline script:
// the stored choice, or the system's, is on <html> before any style is computed, so nothing flashes.
;(() => {
  let stored = null
  try {
    stored = localStorage.getItem('etherloom.theme')
  } catch {
    // Storage may be denied; the system's choice then holds.
  }
  const dark = stored ? stored === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
