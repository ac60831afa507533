import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** An entry, other than those that the page starts with (main.tsx). */
const isForLater = (entry: string | null): boolean => entry !== null && !entry.includes('/src/start/')

/** What the page asks for later (workers, charts) is fetched beforehand, when nothing else is: the server may be away by then. */
const fetchBeforehand: Plugin = {
  name: 'fetch-beforehand',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) =>
      Object.values(bundle ?? {})
        .filter((file) => (file.type === 'asset' ? /\.(js|css)$/.test(file.fileName) : isForLater(file.facadeModuleId)))
        .filter(({ fileName }) => !html.includes(fileName))
        .map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'prefetch', href: `/${fileName}`, crossorigin: true },
        })),
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), fetchBeforehand],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The server's Content-Security-Policy has no `data:` source for scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules\/(\.pnpm\/)?(react|react-dom|scheduler)[@/]/ },
            { name: 'records', test: /packages\/|node_modules\/(\.pnpm\/)?zod[@/]/ },
            // uPlot is fetched with the charts.
            { name: 'kit', test: /node_modules\/(?!.*uplot)/ },
          ],
        },
      },
    },
  },
})
