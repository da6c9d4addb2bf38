// Runs before the first paint, so that a dark screen never flashes white. External because the CSP forbids inline scripts.
;(function () {
  var choice = null
  var language = null
  try {
    choice = localStorage.getItem('guibin.theme')
    language = localStorage.getItem('guibin.language')
  } catch (_) {
    // Storage may be forbidden; the system's choice holds then.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  if (language === 'en-US') document.documentElement.lang = 'en-US'
})()
