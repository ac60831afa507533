// The page about the REST interface: Swagger UI, whose files this server has itself, as dark or light as the product's own page, and
// with what it lacks for those who hear a page or use it by keys.
import type { FastifyInstance } from 'fastify'

const DOCS = '/api/docs'

/** Dark or light as the page is: what was chosen there, or the system's. */
const DOCS_THEME = `const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => {
  const { classList, dataset } = document.documentElement
  dataset.theme = localStorage.getItem('etherloom.theme') ?? (dark.matches ? 'dark' : 'light')
  classList.toggle('dark-mode', dataset.theme === 'dark')
}
dark.addEventListener('change', follow)
follow()`

/** What Swagger UI writes in colours that are hard to read. */
const DOCS_STYLE = `html.dark-mode, html.dark-mode body { background: #1c2022 }
.swagger-ui .opblock .opblock-summary-method { color: #06131f; text-shadow: none }
.swagger-ui .info .title small { background: #4a5563 }
.swagger-ui .info .title small.version-stamp { background: #89bf04 }
.swagger-ui .info .title small.version-stamp pre { color: #06131f }
html.dark-mode .swagger-ui .info .title small.version-stamp pre { color: #fff }
html.dark-mode .swagger-ui .opblock .btn.try-out__btn.cancel { color: #ff9d9d; border-color: #ff9d9d }
html:not(.dark-mode) .swagger-ui .renderedMarkdown code { color: #6d0fc4 }
.swagger-ui .btn.execute { background: #0b5fc0; border-color: #0b5fc0 }
html:not(.dark-mode) .swagger-ui .btn.cancel { color: #b02020; border-color: #b02020 }
html:not(.dark-mode) .swagger-ui .parameter__in { color: #56616f }
.swagger-ui .microlight span[style*="rgb(211, 99, 99)"] { color: #ffa3a3 !important }
html:not(.dark-mode) .swagger-ui .info .url, html:not(.dark-mode) .swagger-ui .info a { color: #0b5fc0 }`

/** Swagger UI makes its fields without names, whenever an operation is opened, and puts a link into each button that opens one. */
const DOCS_LABELS = `const name = () => {
  for (const body of document.querySelectorAll('textarea.body-param__text:not([aria-label])')) body.ariaLabel = 'Request body'
  for (const row of document.querySelectorAll('tr[data-param-name]'))
    for (const field of row.querySelectorAll('input:not([aria-label]), select:not([aria-label]), textarea:not([aria-label])'))
      field.ariaLabel = row.dataset.paramName
  for (const link of document.querySelectorAll('.opblock-summary-control a[href]')) link.removeAttribute('href')
  for (const example of document.querySelectorAll('pre.microlight:not([tabindex])')) example.tabIndex = 0
}
let due = 0
new MutationObserver(() => { due ||= requestAnimationFrame(() => { due = 0; name() }) }).observe(document, { childList: true, subtree: true })`

/** To be called after every route. Loaded here: nothing but a server needs it, and it comes with files of its own. */
export async function installDocs(app: FastifyInstance): Promise<void> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    theme: {
      title: 'Etherloom REST',
      js: [
        { filename: 'theme.js', content: DOCS_THEME },
        { filename: 'labels.js', content: DOCS_LABELS },
      ],
      css: [{ filename: 'theme.css', content: DOCS_STYLE }],
    },
    uiConfig: { layout: 'BaseLayout', defaultModelsExpandDepth: -1, tryItOutEnabled: true },
  })
}
